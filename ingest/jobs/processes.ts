import os from 'node:os';
import type { ProcessName } from '../../knowledge/store/job-shelf.ts';

export function thisProcess(): ProcessName {
  return { host: os.hostname(), pid: process.pid };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** True only where it is certain: a process of another machine may live as long as nobody there says otherwise. */
export function isDead({ host, pid }: ProcessName): boolean {
  return host === os.hostname() && !isRunning(pid);
}
