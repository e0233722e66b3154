import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the agent’s library is loaded with the first deep question, not before', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-lazy-'));
  const program = path.join(import.meta.dirname, 'loaded-modules.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, folder]);
  await rm(folder, { recursive: true, force: true });
  const [ordinary, deep] = JSON.parse(stdout) as { loaded: number; reason: string | null }[];
  expect(ordinary).toMatchObject({ loaded: 0, reason: null });
  expect(deep).toMatchObject({ loaded: expect.any(Number), reason: 'unreachable' });
  expect(deep!.loaded).toBeGreaterThan(50);
});
