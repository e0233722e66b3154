import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBatch } from './batch.ts';

let file: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-batch-'));
  file = path.join(folder, 'questions.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const read = async (...lines: string[]) => {
  await writeFile(file, lines.join('\n'));
  return readBatch(file);
};

describe('readBatch', () => {
  it('takes id, question and scope of each line, and leaves the rest alone', async () => {
    const questions = await read(
      '{"id":"q1","question":" What torque? ","lang":"en","gold":[]}',
      '',
      '{"id":2,"question":"扭矩？","scope":{"equipment":["KP-40"]}}\r',
      '{"id":"q3","question":"x","scope":null}',
    );
    expect(questions).toEqual([
      { id: 'q1', question: 'What torque?' },
      { id: '2', question: '扭矩？', scope: { equipment: ['KP-40'] } },
      { id: 'q3', question: 'x' },
    ]);
  });

  it('takes an empty file as no questions', async () => {
    expect(await read('')).toEqual([]);
  });

  it.each([
    ['{"id":"q"', 'not JSON'],
    ['{"question":"x"}', 'id'],
    ['{"id":"q","question":"  "}', 'question'],
    ['{"id":"q","question":"x","scope":{"equipment":"KP-40"}}', 'scope.equipment'],
    ['"text"', 'no question'],
  ])('names the line that is wrong: %s', async (line, part) => {
    await expect(read('{"id":1,"question":"x"}', '', line)).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringMatching(new RegExp(`^Line 3 of .*${part}`)),
    });
  });

  it('names a file that is not there', async () => {
    await expect(readBatch(path.join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file_missing' });
  });
});
