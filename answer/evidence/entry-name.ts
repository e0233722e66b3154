import { fold } from '../../knowledge/text/fold.ts';

/** A list item or line that explains one name: "P - motion blending tolerance", "-r or --rate <n>: ...", "端口：...". */
const ENTRY = /^\s*(?:[•●○■□▪*·‣]\s*)?(?<name>[\p{L}\p{N}_.<-][^:：=，。;；]{0,30}?)\s*(?:\s[-–—=]\s|[:：])/u;
const WORDS = /[\p{L}\p{N}_]+/gu;

/** True where the text explains a name that the question holds; single letters count in their own case alone ("the P word"). */
export function explainsName(text: string, question: string): boolean {
  const name = ENTRY.exec(text)?.groups?.name;
  if (name === undefined) return false;
  const asked = new Set((question.match(WORDS) ?? []).map(comparable));
  const words = (name.match(WORDS) ?? []).map(comparable);
  return words.length > 0 && words.every((word) => asked.has(word));
}

const comparable = (word: string): string => (word.length === 1 ? word : fold(word));
