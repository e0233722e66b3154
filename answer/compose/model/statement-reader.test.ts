import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatementReader } from './statement-reader.ts';

const one = { text: 'Close the "main" valve {V1}.', citations: [1] };
const two = { text: '关闭阀门。\\ \n', citations: [2, 3] };

function readAll(text: string, piece: number) {
  const reader = new StatementReader();
  const found = [];
  for (let at = 0; at < text.length; at += piece) found.push(...reader.read(text.slice(at, at + piece)));
  return { found, isWhole: reader.isWhole };
}

describe('StatementReader', () => {
  it.each([
    ['the form that is asked for', JSON.stringify({ statements: [one, two] })],
    [
      'a fence and prose around it',
      `Here's the answer:\n\`\`\`json\n${JSON.stringify({ statements: [one, two] }, null, 2)}\n\`\`\`\nThat's all.`,
    ],
    ['a bare list', JSON.stringify([one, two])],
    ['an object a line', `${JSON.stringify(one)}\n${JSON.stringify(two)}`],
  ])('finds the statements in %s, however it is torn', (_what, text) => {
    for (const piece of [1, 2, 3, 7, 1000]) expect(readAll(text, piece)).toEqual({ found: [one, two], isWhole: true });
  });

  it('gives each statement as soon as it stands whole', () => {
    const reader = new StatementReader();
    expect(reader.read(`{"statements": [${JSON.stringify(one)}`)).toEqual([one]);
    expect(reader.isWhole).toBe(false);
    expect(reader.read(`, {"text": "Open`)).toEqual([]);
    expect(reader.read(` it.", "citations": [2]}]}`)).toEqual([{ text: 'Open it.', citations: [2] }]);
    expect(reader.isWhole).toBe(true);
  });

  it('takes nothing for a statement that is none', () => {
    const wrong = [
      '{"text": 7, "citations": [1]}',
      '{"text": "a"}',
      '{"text": "", "citations": [1]}',
      '{"text": "a", "citations": ["1"]}',
      '{]}',
      'no',
    ];
    for (const text of wrong) expect(readAll(text, 3).found).toEqual([]);
  });

  it('never fails, whatever comes', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (text, piece) => void readAll(`{"a": [${text}`, piece)));
  });
});
