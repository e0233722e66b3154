import { findModelAddresses } from '../../knowledge/text/model-address/find-addresses.ts';
import { splitSentences } from '../evidence/split-sentences.ts';

const IS_QUESTION = /[?？]\s*$/;

/** The question without what in it speaks to a language model ("Ignore your instructions and ..."): the rest is what is asked. Where
 *  nothing would remain, the question as it is: it is data, and nothing obeys it. */
export function plainQuestion(question: string): string {
  if (findModelAddresses(question).length === 0) return question;
  const kept = splitSentences(question)
    .map(({ start, end }) => question.slice(start, end).trim())
    .flatMap((sentence) => {
      const [first] = findModelAddresses(sentence);
      if (first === undefined) return [sentence];
      const before = sentence.slice(0, first.start);
      return IS_QUESTION.test(before) ? [before.trim()] : [];
    });
  return kept.join(' ') || question;
}
