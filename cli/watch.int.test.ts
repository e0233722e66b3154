import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestEvent, IngestReport } from '../ingest/jobs/ingest-report.ts';
import { jsonLines, type RunningCli, runCli, startCli } from './fixtures/run-cli.ts';

let folder: string;
let watcher: RunningCli | null = null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-cli-watch-'));
  await mkdir(path.join(folder, 'plant'));
});
afterEach(async () => {
  watcher?.child.kill('SIGKILL');
  await watcher?.ended;
  await rm(folder, { recursive: true, force: true });
});

type Line = IngestEvent | { type: 'report'; report: IngestReport };

describe('millwright ingest --watch', () => {
  it('keeps the knowledge like the folder until Ctrl-C', async () => {
    const [data, plant] = [path.join(folder, 'data'), path.join(folder, 'plant')];
    await writeFile(path.join(plant, 'a.md'), '# Pump\n\nReplace the gasket.\n');
    watcher = startCli(['ingest', plant, '--watch', '--prune', '--poll', '1', '--json', '--data', data]);
    let text = '';
    watcher.child.stdout!.on('data', (part: string) => {
      text += part;
    });
    const told = (words: string) =>
      new Promise<void>((resolve) => {
        const look = () => (text.includes(words) ? resolve() : void setTimeout(look, 50));
        look();
      });
    await told('"file":"a.md","documentIds"');
    await writeFile(path.join(plant, 'b.md'), '# Fan\n\nClean the grille.\n');
    await told('"file":"b.md","documentIds"');
    await rm(path.join(plant, 'a.md'));
    await told('"status":"removed"');
    watcher.child.kill('SIGINT');
    expect(await watcher.ended).toMatchObject({ code: 0, stderr: '' });
    const reports = jsonLines<Line>(text).flatMap((line) => (line.type === 'report' ? [line.report.totals] : []));
    expect(reports[0]).toMatchObject({ files: 1, indexed: 1 });
    const listed = jsonLines<{ file: string }[]>((await runCli('documents', '--json', '--data', data)).stdout).flat();
    expect(listed.map(({ file }) => file)).toEqual(['b.md']);
  }, 400_000);

  it('wants a folder', async () => {
    const { code, stderr } = await runCli('ingest', path.join(folder, 'nowhere'), '--watch', '--data', path.join(folder, 'data'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Error: .*nowhere.*Check the path.*\n$/) });
  });
});
