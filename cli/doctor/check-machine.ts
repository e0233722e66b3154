import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../version.ts';
import { attempt, type Check } from './check.ts';

/** Below this, the next large manual may not fit. */
const LEAST_FREE_BYTES = 1_000_000_000;
const NODE_MAJOR = 24;
/** No clock of today is before this program was written. */
const WRITTEN = Date.UTC(2026, 0, 1);

export function checkNode(): Check {
  const ok = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;
  const advice = `: run "npm ci", which brings Node ${NODE_MAJOR}`;
  return { name: 'node', ok, detail: `${process.versions.node}${ok ? '' : advice} (Millwright ${version})` };
}

export function checkPage(pageFolder: string): Check {
  const ok = existsSync(path.join(pageFolder, 'index.html'));
  return { name: 'page', ok, detail: ok ? 'built' : 'not built: run "npm run build"' };
}

/** `folder`: exists. */
export function checkDisk(folder: string): Promise<Check> {
  return attempt('disk', async () => {
    const { bavail, bsize } = await statfs(folder);
    return judgeDisk(bavail * bsize, folder);
  });
}

export function judgeDisk(freeBytes: number, folder: string): { ok: boolean; detail: string } {
  const ok = freeBytes > LEAST_FREE_BYTES;
  const advice = ': free some space, or move the data to a larger disk';
  return { ok, detail: `${(freeBytes / 1e9).toFixed(1)} GB free in ${folder}${ok ? '' : advice}` };
}

/** `newest`: when the newest document was read, as an ISO date; null where there is none. */
export function checkClock(newest: string | null): Check {
  const now = Date.now();
  const said = new Date(now).toISOString();
  if (now < WRITTEN) return { name: 'clock', ok: false, detail: `${said} is before Millwright was written: set this machine's clock` };
  if (newest !== null && Date.parse(newest) > now + 60_000)
    return { name: 'clock', ok: false, detail: `${said} is before the newest document was read (${newest}): set this machine's clock` };
  return { name: 'clock', ok: true, detail: said };
}
