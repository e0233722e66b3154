import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { contentBomb } from './fixtures/broken-files.ts';
import { DEFAULT_PARSE_LIMITS, ParsePool } from './parse-pool.ts';

const LIMITS = { ...DEFAULT_PARSE_LIMITS, stallMs: 30_000 };
const files: string[] = [];
const pools: ParsePool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) pool.close();
  for (const file of files.splice(0)) await rm(file, { force: true });
});

async function fileOf(content: string | Buffer): Promise<{ path: string; name: string }> {
  const file = path.join(os.tmpdir(), `millwright-pool-${process.pid}-${files.length}`);
  files.push(file);
  await writeFile(file, content);
  return { path: file, name: 'a.md' };
}

function open(processes: number, limits = {}): ParsePool {
  const pool = new ParsePool({ processes, limits: { ...LIMITS, ...limits } });
  pools.push(pool);
  return pool;
}

/** Reading processes of this one, by what Linux tells. */
async function children(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [stat, command] = await Promise.all(['stat', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')));
    const [state, parent] = stat!.slice(stat!.lastIndexOf(')') + 2).split(' ');
    if (Number(parent) === process.pid && state !== 'Z' && command!.includes('parse-child')) found.push(Number(pid));
  }
  return found;
}

const ignore = () => undefined;

describe.skipIf(process.platform !== 'linux')('ParsePool', () => {
  it('reads with no more processes than asked, uses them again, and ends them', async () => {
    const pool = open(2);
    const file = await fileOf('# Title\n\nWords.\n');
    const documents = await Promise.all(Array.from({ length: 9 }, () => pool.parse(file, ignore)));
    expect(documents.every(([document]) => document!.passages.length === 1)).toBe(true);
    expect((await children()).length).toBeLessThanOrEqual(2);
    const before = await children();
    await pool.parse(file, ignore);
    expect(await children()).toEqual(before);
    pool.close();
    await wait(200);
    expect(await children()).toEqual([]);
  });

  it.each([
    { grownBytes: 1, processes: 2 },
    { grownBytes: 1_000_000_000, processes: 1 },
  ])('takes a new process after so many files where the old one has grown over $grownBytes bytes', async ({ grownBytes, processes }) => {
    const pool = open(1, { filesAProcess: 2, grownBytes });
    const file = await fileOf('Words');
    const seen = new Set<number>();
    for (let index = 0; index < 4; index += 1) {
      await pool.parse(file, ignore);
      for (const pid of await children()) seen.add(pid);
    }
    expect(seen.size).toBe(processes);
  });

  it('does without a process that died while it had nothing to do', async () => {
    const pool = open(1);
    const file = await fileOf('Words');
    await pool.parse(file, ignore);
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    await wait(200);
    expect(await pool.parse(file, ignore)).toHaveLength(1);
  });

  it('names the file whose process dies, and reads the next', async () => {
    const pool = open(1);
    const bomb = { ...(await fileOf(contentBomb(60))), name: 'bomb.pdf' };
    const work = pool.parse(bomb, ignore);
    const refused = expect(work).rejects.toMatchObject({ code: 'parse_crashed', message: expect.stringContaining('"bomb.pdf"') });
    while ((await children()).length === 0) await wait(10);
    await wait(300);
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    await refused;
    expect(await pool.parse(await fileOf('Words'), ignore)).toHaveLength(1);
  });

  it('stops at a signal, waiting or reading', async () => {
    const pool = open(1);
    const bomb = { ...(await fileOf(contentBomb(60))), name: 'bomb.pdf' };
    const stop = new AbortController();
    const works = [0, 1].map(() => expect(pool.parse(bomb, ignore, stop.signal)).rejects.toMatchObject({ code: 'cancelled' }));
    await wait(500);
    stop.abort();
    await Promise.all(works);
    expect(await pool.parse(await fileOf('Words'), ignore)).toHaveLength(1);
  });
});
