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
