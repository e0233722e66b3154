import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, jsonLines, runCli } from './fixtures/run-cli.ts';

const DOCUMENTS = [
  { doc_id: 'kp-40', id: 'bolts', title: 'Bolts', text: 'Tighten the casing bolts of the KP-40 to 45 N·m.' },
  { doc_id: 'kp-40', id: 'faults', text: '| Code | Cause |\n|---|---|\n| E-407 | Dry running |\n| E-408 | Overheated winding |' },
  { doc_id: 'kp-60', id: 'bolts', title: 'Bolts', text: 'Tighten the casing bolts of the KP-60 to 60 N·m.' },
];
const QUESTIONS = [
  { id: 'q1', question: 'What is the cause of E-407?' },
  { id: 2, question: 'casing bolts torque', scope: { documents: ['kp-60'] } },
];

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-questions-'));
  data = path.join(folder, 'data');
  await write('corpus.jsonl', DOCUMENTS);
  await write('questions.jsonl', QUESTIONS);
  expect((await runCli('ingest', path.join(folder, 'corpus.jsonl'), '--quiet', '--data', data)).code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, lines: readonly unknown[]) =>
  writeFile(path.join(folder, name), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
const cli = (...args: string[]) => runCli(...args, '--data', data);
type Hits = { id: string; hits: { doc_id: string; passage_id: string; page: null; pageEnd: null; score: number }[] };

function expectOneLine({ code, stdout, stderr }: CliResult, part: RegExp): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(part);
}

describe('millwright verify', () => {
  it('checks a batch against the documents or given texts: a line a statement, a line that fails does not stop the rest', async () => {
    await write('statements.jsonl', [
      { id: 's1', statement: 'The casing bolts of the KP-40 are tightened to 45 N·m.' },
      { id: 2, statement: 'The casing bolts of the KP-40 are tightened to 60 N·m.', scope: { documents: ['kp-40'] } },
      { id: 's3', statement: 'The gasket is 2 mm thick.', evidence: ['The thickness of the gasket is 2 mm.'] },
    ]);
    const { code, stdout, stderr } = await cli('verify', '--batch', path.join(folder, 'statements.jsonl'), '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(jsonLines(stdout)).toMatchObject([
      { id: 's1', verdict: 'supported', citations: [{ file: 'kp-40' }], reasons: [] },
      { id: '2', verdict: 'contradicted', reasons: [{ kind: 'number', statement: '60 N·m', evidence: '45 N·m' }] },
      { id: 's3', verdict: 'supported', citations: [] },
    ]);
  });

  it('says for people what the documents say instead, and where', async () => {
    const { code, stdout } = await cli('verify', 'The casing bolts of the KP-40 get 54 N·m.');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CONTRADICTED\n- number: 54 N·m; the evidence says: 45 N·m\n\nkp-40/);
  });

  it('names the line that is no statement, and a file of evidence that is not there', async () => {
    await write('bad.jsonl', [{ id: 's1', statement: ' ' }]);
    expectOneLine(
      await cli('verify', '--batch', path.join(folder, 'bad.jsonl')),
      /Line 1 of ".*bad\.jsonl" is no statement: statement is empty/,
    );
    expectOneLine(await cli('verify', 'A statement.', '--evidence', path.join(folder, 'none.txt')), /There is no ".*none\.txt"/);
  });
});

describe('millwright search and ask', () => {
  it('search a batch: a line a question, hits by the ids that were given, inside the scope', async () => {
    const { code, stdout, stderr } = await cli('search', '--batch', path.join(folder, 'questions.jsonl'), '--limit', '3', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second] = jsonLines<Hits>(stdout);
    expect(first!.id).toBe('q1');
    expect(first!.hits[0]).toMatchObject({ doc_id: 'kp-40', passage_id: 'faults', page: null, pageEnd: null });
    expect(first!.hits.length).toBeLessThanOrEqual(3);
    expect(new Set(first!.hits.map(({ doc_id, passage_id }) => `${doc_id}/${passage_id}`)).size).toBe(first!.hits.length);
    expect(second).toMatchObject({ id: '2', hits: [{ doc_id: 'kp-60', passage_id: 'bolts' }] });
    expect(second!.hits).toHaveLength(1);
  });

  it('ask: the answer with its places for people, the whole of it for programs', async () => {
    const [read, json] = await Promise.all([
      cli('ask', 'What is the cause of E-407?'),
      cli('ask', 'What is the cause of E-407?', '--json'),
    ]);
    expect(read.code).toBe(0);
    expect(read.stdout).toContain('Dry running');
    expect(read.stdout).toMatch(/^\[1\] kp-40/m);
    expect(jsonLines(json.stdout)).toMatchObject([{ outcome: 'answered', citations: [{ file: 'kp-40' }] }]);
  });

  it('ask a batch: a line a question', async () => {
    const { code, stdout } = await cli('ask', '--batch', path.join(folder, 'questions.jsonl'), '--json');
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      { id: 'q1', answer: { outcome: 'answered' } },
      { id: '2', answer: { citations: expect.any(Array) } },
    ]);
  });

  it('narrow every line of a batch that has no scope of its own by the options', async () => {
    const { stdout } = await cli('search', '--batch', path.join(folder, 'questions.jsonl'), '--document', 'kp-40');
    const files = jsonLines<Hits>(stdout).map(({ hits }) => [...new Set(hits.map(({ doc_id }) => doc_id))]);
    expect(files).toEqual([['kp-40'], ['kp-60']]);
    const asked = await cli('ask', '--batch', path.join(folder, 'questions.jsonl'), '--document', 'kp-60');
    expect(jsonLines(asked.stdout)).toMatchObject([{ answer: { outcome: 'not_found' } }, { answer: { citations: [{ file: 'kp-60' }] } }]);
  });

  it('ask back which machine is meant, each named once', async () => {
    const { stdout } = await cli('ask', 'What is the torque of the casing bolts?');
    expect(stdout.match(/KP-40/g)).toHaveLength(1);
    expect(stdout.match(/KP-60/g)).toHaveLength(1);
  });

  it('ask after a kept answer: the follow-up takes over what it leaves out, says so, and can be followed itself', async () => {
    const first = jsonLines<{ id: string }>((await cli('ask', 'What torque do the casing bolts of the KP-40 get?', '--json')).stdout)[0]!;
    const second = await cli('ask', 'And for the KP-60?', '--after', first.id, '--json');
    expect(jsonLines(second.stdout)).toMatchObject([
      { followUp: { question: expect.stringContaining('casing bolts') }, citations: [{ quote: expect.stringContaining('60 N·m') }] },
    ]);
    const third = await cli('ask', 'And for the KP-40?', '--after', 'last');
    expect(third.stdout).toMatch(/^\(understood as: .*casing bolts.*KP-40/);
    expect(third.stdout).toContain('45 N·m');
  });

  it('say which misspelt word was taken for which', async () => {
    const { stdout } = await cli('ask', 'What torque do the casign bolts of the KP-40 get?');
    expect(stdout).toMatch(/^\("casign" read as "casing"\)\n\n/);
    expect(stdout).toContain('45 N·m');
  });

  it('answer as usual where an investigation is asked for and no model is configured, and say what it needs', async () => {
    const { stdout } = await cli('ask', '--deep', 'What torque do the casing bolts of the KP-40 get?');
    expect(stdout).toContain('45 N·m');
    expect(stdout).toContain('needs a language model: set MILLWRIGHT_MODEL_URL');
  });

  it('ask after nothing: an answer that is not kept is named, and a batch has none before it', async () => {
    expectOneLine(await cli('ask', 'And for the KP-60?', '--after', 'nothing'), /No answer "nothing" is kept/);
    const batch = await cli('ask', '--batch', path.join(folder, 'questions.jsonl'), '--after', 'last');
    expect(batch).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--after goes with one question') });
  });

  it('say in one line what is wrong with a batch, an option or the configuration', async () => {
    await writeFile(path.join(folder, 'bad.jsonl'), '{"id":1,"question":"x"}\n{"id":2}\n');
    expectOneLine(await cli('search', '--batch', path.join(folder, 'bad.jsonl')), /Line 2/);
    expectOneLine(await cli('ask', '--batch', path.join(folder, 'nowhere.jsonl')), /There is no ".*nowhere.jsonl"\. Check the path/);
    expectOneLine(await runCli('documents', '--data', ''), /--data names no folder/);
    for (const [command, what] of [
      ['ask', 'write a question'],
      ['search', 'say what to look for'],
    ] as const) {
      const blank = await cli(command, ' ');
      expect({ code: blank.code, stdout: blank.stdout }).toEqual({ code: 1, stdout: '' });
      expect(blank.stderr).toContain(what);
    }
    const wrong = await cli('search', 'pump', '--limit', '0');
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain('1 to 1000');
  });
});

describe('millwright keys', () => {
  it('takes its options before or after what it does', async () => {
    const made = await cli('keys', 'create', 'tablet', '--json');
    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'tablet', token: expect.any(String) });
    expect((await runCli('keys', '--data', data, 'list')).stdout).toContain('tablet');
    expect((await cli('keys', 'revoke', 'tablet')).code).toBe(0);
    expect((await cli('keys', 'list')).stderr).toContain('no keys');
  });
});

describe('millwright documents', () => {
  it('lists, shows and removes by name or id', async () => {
    expect((await cli('documents')).stdout).toMatch(/kp-40 .*\n.*\n.*2 passages · 2 rows · vectors complete/);
    const shown = JSON.parse((await cli('documents', 'show', 'kp-60', '--json')).stdout) as { id: string };
    expect(shown).toMatchObject({ file: 'kp-60', passages: 1, vectors: 1 });
    expectOneLine(await cli('documents', 'show', 'kp-99'), /no document "kp-99"/);
    expectOneLine(await cli('documents', 'remove', 'kp-60', 'kp-99'), /no document "kp-99"/);
    expect(JSON.parse((await cli('documents', '--json')).stdout)).toHaveLength(2);
    expect((await cli('documents', 'remove', shown.id)).code).toBe(0);
    const hits = await cli('search', 'bolts', '--json');
    expect(hits.stdout).not.toContain('kp-60');
  });

  it('says what to do where there are none', async () => {
    const { code, stderr } = await runCli('documents', '--data', path.join(folder, 'empty'));
    expect(code).toBe(0);
    expect(stderr).toContain('millwright ingest');
  });
});
