import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
const RESULTS = path.join(import.meta.dirname, 'results');

/** Writes bench/results/NAME.json: what was measured, on what, when and by which command; and prints it. */
export function record(name: string, command: string, measured: Record<string, unknown>): void {
  mkdirSync(RESULTS, { recursive: true });
  const result = { name, command, date: new Date().toISOString().slice(0, 16), commit: commit(), machine: machine(), measured };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  writeFileSync(path.join(RESULTS, `${name}.json`), text);
  process.stdout.write(text);
}

function machine(): Record<string, unknown> {
  const cpus = os.cpus();
  return {
    processor: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: Math.round(os.loadavg()[0]! * 10) / 10,
    stolenShare: stolenShare(),
    node: process.version,
    system: `${os.type()} ${os.release().split('-')[0]}`,
  };
}

type Ticks = { stolen: number; all: number };
const start = processorTicks();

/** Of a virtual machine's processor time since the bench began, what its host gave to others; null where the system does not tell. */
function stolenShare(): number | null {
  const now = processorTicks();
  return start === null || now === null ? null : rounded((now.stolen - start.stolen) / Math.max(1, now.all - start.all), 3);
}

/** proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal. */
function processorTicks(): Ticks | null {
  try {
    const ticks = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
    return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, value) => sum + value, 0) };
  } catch {
    return null;
  }
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
}

/** Sum of the proportional set sizes (MB) of a process and all below it: memory that they share counts once. Linux only. */
export function treeMemory(root: number): number {
  let sum = 0;
  for (const pid of [root, ...descendants(root)]) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    } catch (error) {
      // A process that has just ended uses nothing.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return sum;
}

function descendants(root: number): number[] {
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const children = Map.groupBy(
    lines.map((line) => line.trim().split(/\s+/).map(Number)),
    ([, parent]) => parent!,
  );
  const found: number[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const below = (children.get(pid) ?? []).map(([child]) => child!);
    found.push(...below);
    open.push(...below);
  }
  return found;
}

/** The value below which `share` (0..1) of the values lie; nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

export function rounded(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
