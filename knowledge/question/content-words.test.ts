import { expect, it } from 'vitest';
import { searchWords } from './content-words.ts';

it.each([
  ["I'm refitting the coupling", ['refit', 'coupl']],
  ["They've changed the seal", ['chang', 'seal']],
  ['The pump’ll run dry', ['pump', 'run', 'dry']],
  ["What's the operator's code?", ['operator', 'code']],
])('%s', (question, expected) => {
  const words = searchWords(question);
  for (const word of expected) expect(words).toContain(word);
  for (const none of ['im', 'theyv', 'thei']) expect(words).not.toContain(none);
});

it('words that carry no subject are left out in the form that the index has of them', () => {
  expect(searchWords('Which seals are those that may leak?')).toEqual(['seal', 'leak']);
  expect(searchWords('What function has M6?')).toEqual(['function', 'm6']);
});

it('the unit that a value is wanted in is no word to look for; one that the question states a value in is', () => {
  expect(searchWords('What torque do the coupling bolts get, in lbf·ft?')).toEqual(['torqu', 'coupl', 'bolt', 'get']);
  expect(searchWords('耐压试验用多少兆帕？')).toEqual(searchWords('耐压试验用多少？'));
  expect(searchWords('Is 6 bar allowed?')).toContain('bar');
});
