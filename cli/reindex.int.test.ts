import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jsonLines, runCli } from './fixtures/run-cli.ts';

const TINY = path.resolve(import.meta.dirname, '..', 'knowledge', 'embed', 'directory', 'fixtures', 'tiny-encoder');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-reindex-cli-'));
});
afterAll(async () => {
  delete process.env.MILLWRIGHT_EMBEDDER_DIRECTORY;
  await rm(folder, { recursive: true, force: true });
});

it('reindex --embedder switches to the model of a folder and says what to set', async () => {
  const data = path.join(folder, 'data');
  await writeFile(path.join(folder, 'pump.md'), '# Pump\n\nTighten the casing bolts to 45 N·m.\n');
  expect((await runCli('ingest', path.join(folder, 'pump.md'), '--quiet', '--data', data)).code).toBe(0);

  const nowhere = await runCli('reindex', '--embedder', path.join(folder, 'nowhere'), '--data', data);
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain('nowhere');

  const { code, stdout, stderr } = await runCli('reindex', '--embedder', TINY, '--json', '--data', data);
  expect(code).toBe(0);
  expect(jsonLines<{ type: string }>(stdout).at(-1)).toMatchObject({
    type: 'switched',
    from: expect.stringContaining('e5'),
    to: expect.stringMatching(/^bert-24@/),
    settings: { MILLWRIGHT_EMBEDDER_DIRECTORY: TINY },
  });
  expect(stderr).toContain(`MILLWRIGHT_EMBEDDER_DIRECTORY="${TINY}"`);

  const before = await runCli('search', 'casing bolts', '--data', data);
  expect(before.code).toBe(1);
  expect(before.stderr).toContain('millwright reindex');
  process.env.MILLWRIGHT_EMBEDDER_DIRECTORY = TINY;
  const after = await runCli('search', 'casing bolts', '--json', '--data', data);
  expect(after.code).toBe(0);
  expect(after.stdout).toContain('45 N·m');

  const back = await runCli('reindex', '--embedder', 'built-in', '--data', data);
  expect(back.code).toBe(0);
  expect(back.stderr).toContain('no MILLWRIGHT_EMBEDDER_ variable');
});
