import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestEvent, IngestReport } from '../ingest/jobs/ingest-report.ts';
import type { DocumentSummary } from '../knowledge/document/document.ts';
import { SqlitePassageStore } from '../knowledge/store/sqlite/sqlite-passage-store.ts';
import { type CliResult, jsonLines, runCli, startCli } from './fixtures/run-cli.ts';

let folder: string;
let data: string;
let files: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-cli-'));
  data = path.join(folder, 'data');
  files = path.join(folder, 'plant');
  await mkdir(files);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, content: string) => writeFile(path.join(files, name), content);
const ingest = (...more: string[]) => runCli('ingest', files, '--data', data, ...more);
async function documents(): Promise<DocumentSummary[]> {
  const store = await SqlitePassageStore.open({ path: path.join(data, 'millwright.db') });
  try {
    return await store.catalogue.list();
  } finally {
    await store.close();
  }
}
const reportOf = ({ stdout }: CliResult) =>
  (jsonLines<IngestEvent | { type: 'report'; report: IngestReport }>(stdout).at(-1) as { report: IngestReport }).report;

describe('millwright ingest', () => {
  it('names each file that fails in one line, ends with 1, and keeps the rest', async () => {
    await write('good.md', '# Seals\n\nReplace the mechanical seal.\n');
    await write('sign-in.pdf', '<html><body>Please sign in</body></html>');
    await write('empty.pdf', '');
    const { code, stdout, stderr } = await ingest();
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr.split('\n').filter((line) => line.startsWith('failed'));
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).toMatch(/empty\.pdf.*0 bytes/);
    expect(lines.join('\n')).toMatch(/sign-in\.pdf.*web page/);
    expect(stderr).toContain('3 files: 1 indexed, 2 failed.');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await documents()).toMatchObject([{ file: 'good.md', passages: 1, vectors: 1 }]);
  });

  it('tells programs all that happens as JSON lines, and nothing else', async () => {
    await write('good.md', '# Seals\n\nReplace the mechanical seal.\n');
    const first = await ingest('--json', '--no-wait');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const events = jsonLines<IngestEvent>(first.stdout);
    expect(events.map(({ type }) => type)).toEqual(['found', 'file-started', 'file-done', 'report']);
    expect(reportOf(first)).toMatchObject({ totals: { indexed: 1, failed: 0 }, vectorsSeconds: null });
    const second = await ingest('--json');
    expect(reportOf(second)).toMatchObject({ totals: { unchanged: 1, failed: 0 } });
    expect(await documents()).toMatchObject([{ vectors: 1 }]);
  });

  it('removes what is gone with --prune alone', async () => {
    await write('a.md', 'Impeller');
    await write('b.md', 'Gasket');
    await ingest('--no-wait');
    await rm(path.join(files, 'b.md'));
    expect((await ingest('--no-wait')).code).toBe(0);
    expect(await documents()).toHaveLength(2);
    const { code, stderr } = await ingest('--no-wait', '--prune');
    expect(code).toBe(0);
    expect(stderr).toContain('removed    b.md');
    expect((await documents()).map(({ file }) => file)).toEqual(['a.md']);
  });

  it('says in one line what stands in its way', async () => {
    const oneLine = async (result: Promise<CliResult>, part: RegExp) => {
      const { code, stdout, stderr } = await result;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: [^\n]+\n$/);
      expect(stderr).toMatch(part);
    };
    await oneLine(runCli('ingest', path.join(folder, 'nowhere'), '--data', data), /nowhere/);
    await oneLine(runCli('ingest', path.join(files, '*.pdf'), '--data', data), /Nothing matches/);
    await writeFile(path.join(folder, 'a-file'), 'x');
    await oneLine(runCli('ingest', files, '--data', path.join(folder, 'a-file')), /--data/);
    await writeFile(path.join(data, 'millwright.db'), 'no database '.repeat(1_000));
    await oneLine(ingest(), /damaged/);
  });

  it('lets two ingests work on one data folder at once', async () => {
    for (let index = 0; index < 12; index += 1) await write(`${index}.md`, `# Part ${index}\n\nWords of part ${index}.\n`.repeat(30));
    const both = await Promise.all([ingest('--json'), ingest('--json')]);
    for (const result of both) {
      expect(result).toMatchObject({ code: 0, stderr: '' });
      const { files: count, indexed, unchanged, failed } = reportOf(result).totals;
      expect({ count, done: indexed + unchanged, failed }).toEqual({ count: 12, done: 12, failed: 0 });
    }
    const list = await documents();
    expect(list).toHaveLength(12);
    expect(list.every(({ passages, vectors }) => passages === vectors)).toBe(true);
    const kept = (await readdir(path.join(data, 'files'), { recursive: true })).map((name) => path.basename(name));
    for (const { fingerprint } of list) expect(kept).toContain(fingerprint);
    const store = await SqlitePassageStore.open({ path: path.join(data, 'millwright.db') });
    expect(await store.checkIntegrity()).toBe('ok');
    await store.close();
  });

  it('stops at Ctrl-C with what is done kept, and goes on when it runs again', async () => {
    for (let index = 0; index < 40; index += 1) await write(`${index}.md`, `# Part ${index}\n\nWords of part ${index}.\n`);
    const { child, ended } = startCli(['ingest', files, '--json', '--data', data]);
    child.stdout!.once('data', async () => {
      await wait(300);
      child.kill('SIGINT');
    });
    const stopped = await ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/^(?:Cancelled[^\n]*|Error: [^\n]*cancelled[^\n]*)\n$/);
    const done = reportOf(stopped).totals.indexed;
    const again = await ingest('--json', '--no-wait');
    expect(again.code).toBe(0);
    expect(reportOf(again).totals).toMatchObject({ files: 40, failed: 0, unchanged: done, indexed: 40 - done });
  });
});
