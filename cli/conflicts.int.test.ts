import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDisagreeing } from '../test/disagreeing-documents.ts';
import { runCli } from './fixtures/run-cli.ts';

let folder: string;
let ingested: { stderr: string; code: number | null };
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-conflicts-'));
  ingested = await cli('ingest', ...(await writeDisagreeing(folder)), '--quiet');
  expect(ingested.code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cli = (...args: string[]) => runCli(...args, '--data', path.join(folder, 'data'));
const list = async (...args: string[]) => JSON.parse((await cli('conflicts', '--json', ...args)).stdout).conflicts;

describe('millwright ingest', () => {
  it('tells of the conflicts that the documents bring, once', async () => {
    expect(ingested.stderr).toContain('1 new conflict between current documents: "millwright conflicts" shows what they say.');
    expect(await list()).toHaveLength(1);
    const job = JSON.parse((await cli('jobs', '--json')).stdout);
    expect(job.conflicts).toEqual({ found: 1, complete: true });
    expect((await cli('jobs', 'show', job.id)).stdout).toContain('1 new conflict between current documents');
  });
});

describe('millwright conflicts', () => {
  it('looks for them, lists both places, dismisses one with a reason and flags it again', async () => {
    const { stdout } = await cli('conflicts', '--search');
    expect(stdout).toContain('tightening torque | 25 N·m\n    kx-40-manual.md, rev. C (2024-03-15)');
    expect(stdout).toContain('crosswise to 28 N·m.\n    kx-40-bulletin.md, rev. A (2025-01-20)');
    const [{ id }] = await list();

    expect((await cli('conflicts', 'dismiss', id, ' ')).stderr).toBe('Error: The reason is empty: say why.\n');
    expect((await cli('conflicts', 'dismiss', id, 'other bolts')).code).toBe(0);
    expect(await list()).toEqual([]);
    expect((await cli('conflicts', '--all')).stdout).toContain('dismissed: other bolts');

    expect((await cli('conflicts', 'reopen', id)).code).toBe(0);
    expect(await list()).toMatchObject([{ id, dismissed: null }]);
  });
});
