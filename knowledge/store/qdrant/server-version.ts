import { MillwrightError } from '../../errors.ts';
import type { QdrantNodes } from './qdrant-nodes.ts';

/** The first version with all that is used here, and the last that this was tried with: [major, minor]. */
const FIRST = [1, 16] as const;
const LAST = [1, 16] as const;

/** The server's version. A warning where it is newer than what was tried; errors: store_misbehaved where it is too old, or no Qdrant. */
export async function checkVersion(nodes: QdrantNodes): Promise<string> {
  const { version } = (await nodes.read<{ version?: string }>({ method: 'GET', path: '/' })) ?? {};
  const found = /^(\d+)\.(\d+)\./
    .exec(version ?? '')
    ?.slice(1)
    .map(Number);
  if (version === undefined || found === undefined)
    throw new MillwrightError(`What answers at ${nodes.urls[0]} does not say which Qdrant it is. Check MILLWRIGHT_QDRANT_URL.`, {
      code: 'store_misbehaved',
    });
  if (isBefore(found, FIRST))
    throw new MillwrightError(`Qdrant ${version} at ${nodes.urls[0]} is too old: Millwright needs ${FIRST.join('.')} or later.`, {
      code: 'store_misbehaved',
    });
  if (isBefore(LAST, found))
    process.emitWarning(`Qdrant ${version} at ${nodes.urls[0]} is newer than what Millwright was tried with (${LAST.join('.')}).`, {
      type: 'MillwrightWarning',
    });
  return version;
}

function isBefore([major, minor]: readonly number[], [otherMajor, otherMinor]: readonly number[]): boolean {
  return major! < otherMajor! || (major === otherMajor && minor! < otherMinor!);
}
