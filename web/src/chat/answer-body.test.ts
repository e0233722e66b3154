import { describe, expect, it } from 'vitest';
import { answerBody, noticeWords } from './answer-body.ts';

const notice = { level: 'danger' as const, text: 'DANGER\nLock the main switch.', citation: 2 };

describe('answerBody', () => {
  it('leaves out the notices that the page shows above, and only those', () => {
    const text = '> **Danger** Lock the main switch. [2]\n\n> A quotation. [1]\n\n1. Remove the guard. [1]';
    expect(answerBody({ text, notices: [notice], outcome: 'answered' })).toBe('> A quotation. [1]\n\n1. Remove the guard. [1]');
    expect(answerBody({ text, notices: [], outcome: 'answered' })).toBe(text);
  });

  it('leaves out the conflicts that the page shows above', () => {
    const text = '> They do not agree.\n>\n> - A: 25 N·m [1]\n> - B: 28 N·m [2]\n\n> A quotation. [1]';
    const conflict = { id: 'x', text: 'They do not agree.\n\n- A: 25 N·m [1]\n- B: 28 N·m [2]', citations: [1, 2], dismissed: null };
    expect(answerBody({ text, notices: [], conflicts: [conflict], outcome: 'answered' })).toBe('> A quotation. [1]');
  });

  it('keeps every list of an answer', () => {
    const text = 'From “Manual”:\n\n- 25 N·m [1]\n- 49 N·m [2]';
    expect(answerBody({ text, notices: [], outcome: 'answered' })).toBe(text);
  });

  it('leaves out the lists that are buttons on the page where nothing was found or a machine must be chosen', () => {
    const text = 'Not found: they say too little.\n\nSearched: 9 documents.\n\nNearest places:\n- Manual (p. 3)';
    expect(answerBody({ text, notices: [], outcome: 'not_found' })).toBe('They say too little.\n\nSearched: 9 documents.');
    expect(answerBody({ text: 'Which one?\n\n- KP-40\n- KP-60', notices: [], outcome: 'clarify' })).toBe('Which one?');
  });
});

describe('noticeWords', () => {
  it('drops a line that only says the level, in either language', () => {
    expect(noticeWords('DANGER\nLock the main switch.')).toBe('Lock the main switch.');
    expect(noticeWords('警告！\n断开电源。')).toBe('断开电源。');
  });

  it('keeps a level that is part of the sentence', () => {
    expect(noticeWords('Danger of crushing at the coupling.')).toBe('Danger of crushing at the coupling.');
    expect(noticeWords('注意极性。')).toBe('注意极性。');
  });
});
