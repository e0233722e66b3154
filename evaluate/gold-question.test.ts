import { describe, expect, it } from 'vitest';
import { parseGoldQuestions } from './gold-question.ts';

const line = (extra: object = {}) => JSON.stringify({ id: 'q1', question: 'How hot?', answerable: true, ...extra });

describe('parseGoldQuestions', () => {
  it('reads lines, leaves out empty ones and unknown fields', () => {
    const [question] = parseGoldQuestions(`\uFEFF${line({ gold: [{ doc_id: 'a.pdf', page: 3, note: 1 }], answer: 'x' })}\r\n\n`, 'q.jsonl');
    expect(question).toEqual({ id: 'q1', question: 'How hot?', answerable: true, gold: [{ doc_id: 'a.pdf', page: 3 }] });
  });

  it.each([
    [`${line()}\n{"id":`, 'q.jsonl line 2: not valid JSON'],
    [`${line()}\n\n${line({ id: 'q2', answerable: 'yes' })}`, 'q.jsonl line 3: answerable'],
    [line({ gold: [{ doc_id: 'a', page: 0 }] }), 'q.jsonl line 1: gold.0.page'],
    [`${line()}\n${line()}`, 'q.jsonl line 2: the id "q1" stands already in line 1'],
    ['\n', 'q.jsonl holds no questions'],
  ])('names file and line of what is wrong', (text, message) => {
    expect(() => parseGoldQuestions(text, 'q.jsonl')).toThrow(message);
  });
});
