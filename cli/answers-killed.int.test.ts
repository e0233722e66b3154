import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../knowledge/document/answer.ts';
import { jsonLines, type RunningCli, runCli, startCli } from './fixtures/run-cli.ts';

const MANUAL = '# Pump KP-40\n\nTighten the casing bolts of the KP-40 to 45 N·m.\n\nThe oil of the KP-40 is changed every 4000 h.\n';
const ROUNDS = 2;
/** The server is killed as soon as so many answers are in; others are under way. */
const ACKNOWLEDGED = 8;

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-killed-answers-'));
  data = path.join(folder, 'data');
  await writeFile(path.join(folder, 'manual.md'), MANUAL);
  expect((await runCli('ingest', path.join(folder, 'manual.md'), '--quiet', '--data', data)).code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const cli = (...args: string[]) => runCli(...args, '--data', data);

async function serve(): Promise<{ api: string; server: RunningCli }> {
  const server = startCli(['serve', '--port', '0', '--data', data]);
  const url = await new Promise<string>((resolve) => {
    let text = '';
    server.child.stderr!.on('data', (part: string) => {
      text += part;
      const found = /http:\S+/.exec(text)?.[0];
      if (found) resolve(found);
    });
  });
  return { api: `${url}/api/v1`, server };
}

/** Asks four at a time without end; kills the server with the answer that makes the number full. Returns the ids it gave. */
async function askUntilKilled(): Promise<string[]> {
  const { api, server } = await serve();
  const ids: string[] = [];
  const asker = async (question: string) => {
    for (;;) {
      const body = JSON.stringify({ question });
      const response = await fetch(`${api}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      ids.push(((await response.json()) as Answer).id);
      if (ids.length >= ACKNOWLEDGED) server.child.kill('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: 4 }, () => asker('What torque do the casing bolts of the KP-40 get?')));
  await server.ended;
  return ids;
}

describe('millwright answers', () => {
  it('knows every answer that a killed server gave', async () => {
    const given: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      given.push(...(await askUntilKilled()));
      const listed = jsonLines<{ id: string }[]>((await cli('answers', '--limit', '1000', '--json')).stdout)[0]!.map(({ id }) => id);
      expect(given.filter((id) => !listed.includes(id))).toEqual([]);
    }
    expect(given.length).toBeGreaterThanOrEqual(ROUNDS * ACKNOWLEDGED);
    const { code, stdout } = await cli('answers', 'show', given[0]!, '--json');
    expect({ code, answer: jsonLines<{ answer: Answer }>(stdout)[0]!.answer.text }).toMatchObject({
      code: 0,
      answer: expect.stringContaining('45 N·m'),
    });
  });

  it('shows, lists and removes what was asked at the terminal; a batch is not kept', async () => {
    const asked = await cli('ask', 'How often is the oil of the KP-40 changed?');
    const id = /\(kept as (\S+)\)/.exec(asked.stdout)![1]!;
    const shown = await cli('answers', 'show', id);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^How often is the oil of the KP-40 changed\?\nasked 2/);
    expect(shown.stdout).toContain('every 4000 h');
    expect(shown.stdout).toContain('Nothing has changed since');
    await writeFile(path.join(folder, 'manual.md'), MANUAL.replace('4000', '2000'));
    expect((await cli('ingest', path.join(folder, 'manual.md'), '--quiet')).code).toBe(0);
    expect((await cli('answers', 'show', id)).stdout).toContain('manual.md has other contents; not all quoted words stand in it any more');

    await writeFile(path.join(folder, 'batch.jsonl'), '{"id": 1, "question": "KP-40 oil interval?"}\n');
    const batch = await cli('ask', '--batch', path.join(folder, 'batch.jsonl'), '--json');
    expect(jsonLines<{ answer: Answer }>(batch.stdout)[0]!.answer.kept).toBe(false);

    expect((await cli('answers')).stdout).toMatch(new RegExp(`^${id}  20\\S+  How often is the oil`));
    expect((await cli('answers', 'remove', id)).code).toBe(0);
    const gone = await cli('answers', 'show', id);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(/No answer ".*" is kept/);
    expect((await cli('answers', 'remove', '--all')).stderr).toMatch(/removed \d+/);
  });
});
