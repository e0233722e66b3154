import { describe, expect, it } from 'vitest';
import { withoutSubjectNames } from './subject-names.ts';

const SHARES: Record<string, number> = { openflow: 0.6, spindle: 0.3, encoder: 0.02, wire: 0.05, test: 0.4 };
const shareOf = (token: string) => SHARES[token] ?? 0;
const TOKENS = ['openflow', 'spindle', 'encoder', 'wire', 'test'];

describe('names of what the whole knowledge is about', () => {
  it('are left out of a question that says more than them', () => {
    const { text, tokens } = withoutSubjectNames('In OpenFlow, how is the spindle encoder wired and tested?', TOKENS, shareOf);
    expect(text).toBe('In how is the spindle encoder wired and tested?');
    expect(tokens).toEqual(['spindle', 'encoder', 'wire', 'test']);
  });

  it('stay where little else is asked, where they stand in few passages, and where they are plain words', () => {
    expect(withoutSubjectNames('What is OpenFlow?', ['openflow'], shareOf)).toEqual({ text: 'What is OpenFlow?', tokens: ['openflow'] });
    expect(withoutSubjectNames('In OpenFlow, how is the spindle encoder wired?', TOKENS, () => 0.1).tokens).toEqual(TOKENS);
    expect(withoutSubjectNames('In openflow, how is the spindle encoder wired?', TOKENS, shareOf).tokens).toEqual(TOKENS);
  });
});
