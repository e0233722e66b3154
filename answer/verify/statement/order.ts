import { clauseOf } from './clauses.ts';
import type { Finding } from './verification.ts';

const NUMBERED = /^\s*(?:step\s*|步骤\s*|第)?(?:\d{1,2}|[一二三四五六七八九十])\s*[.)、:：步]\s*/iu;
const SEQUENCE =
  /\b(?:first(?:ly)?|then|next|after(?:wards| that)?|finally|subsequently|lastly)\b[,:]?|(?<=^|[，,；;。\s])(?:首先|然后|接着|随后|之后再?|最后|再(?=[^次]))/giu;
/** Characters; a longer sentence has other things to say of before and after. */
const LONGEST_RELATION = 160;
/** How much of one step's words the other must share to be the same step. */
const SAME_STEP = 0.5;

/** The steps that a text puts in order, earliest first; none where it says nothing of order. */
export function stepsInOrder(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const numbered = lines.filter((line) => NUMBERED.test(line));
  if (numbered.length >= 2) return numbered.map((line) => line.replace(NUMBERED, ''));
  const relation = related(text);
  if (relation !== null) return relation;
  if (!SEQUENCE.test(text)) return [];
  SEQUENCE.lastIndex = 0;
  const parts = text
    .replaceAll(/先(?=\p{Script=Han})/gu, '')
    .split(
      /[;；。.]\s*|[,，]\s*(?=(?:and )?(?:then|next|after|finally|然后|接着|随后|再|最后))|\b(?:and )?then\b|然后|接着|随后|再(?=[^次])|最后/iu,
    )
    .map((part) => part.replaceAll(SEQUENCE, ' ').trim())
    .filter((part) => clauseOf(part).words.size > 0);
  return parts.length >= 2 ? parts : [];
}

/** "B after A", "before B, A": two steps with their order. */
function related(text: string): [string, string] | null {
  const sentence = text.trim().replace(/[.。]$/, '');
  if (
    sentence.length > LONGEST_RELATION ||
    sentence.match(/\b(?:before|after|then|first)\b|之?[前后](?=[，,\p{Script=Han}])/giu)?.length !== 1
  )
    return null;
  const opened = /^(?<word>before|after|once)\s+(?<one>[^,，]+)[,，]\s*(?<two>.+)$/iu.exec(sentence)?.groups;
  if (opened) return opened.word!.toLowerCase() === 'before' ? [opened.two!, opened.one!] : [opened.one!, opened.two!];
  const middle = /^(?<one>.+?)\s+(?<word>before|after)\s+(?<two>\D.+)$/iu.exec(sentence)?.groups;
  if (middle) return middle.word!.toLowerCase() === 'before' ? [middle.one!, middle.two!] : [middle.two!, middle.one!];
  const chinese =
    /^(?:在)?(?<one>[^，,]{2,}?)(?<word>之前|以前|前|之后|以后|后)[，,]?\s*(?:再|应|必须|须|才能|方可)?(?<two>[^，,].{1,})$/u.exec(
      sentence,
    )?.groups;
  if (chinese) return /前/.test(chinese.word!) ? [chinese.two!, chinese.one!] : [chinese.one!, chinese.two!];
  return null;
}

/** The statement's steps stand in the evidence in the same order. `sentences`: the evidence's, in reading order. */
export function checkOrder(statement: string, sentences: readonly string[]): Finding[] {
  const steps = stepsInOrder(statement);
  if (steps.length < 2) return [];
  for (const sentence of sentences) {
    const stated = related(sentence);
    if (stated === null || steps.length !== 2) continue;
    const straight = alike(steps[0]!, stated[0]) + alike(steps[1]!, stated[1]);
    const crossed = alike(steps[0]!, stated[1]) + alike(steps[1]!, stated[0]);
    if (Math.max(straight, crossed) >= 2 * SAME_STEP) return crossed > straight ? [finding(steps, sentence)] : [];
  }
  const places = steps.map((step) => placeOf(step, sentences));
  const found = places.filter((place) => place !== null);
  const turned = found.some((place, index) => index > 0 && place < found[index - 1]!);
  return turned ? [finding(steps, sentences[Math.min(...found)]!)] : [];
}

function finding(steps: readonly string[], evidence: string): Finding {
  return { kind: 'order', statement: steps.map((step) => step.trim()).join(' → '), evidence: evidence.trim(), contradicted: true };
}

/** Where a step stands; null where no sentence, or several alike, say it. */
function placeOf(step: string, sentences: readonly string[]): number | null {
  const scores = sentences.map((sentence) => alike(step, sentence));
  const top = Math.max(0, ...scores);
  const at = scores.indexOf(top);
  return top >= SAME_STEP && scores.lastIndexOf(top) === at ? at : null;
}

/** Share of the step's words that stand there: 0..1. */
function alike(step: string, sentence: string): number {
  const [words, others] = [clauseOf(step).words, clauseOf(sentence).words];
  if (words.size === 0) return 0;
  let shared = 0;
  for (const word of words) if (others.has(word)) shared += 1;
  return shared / words.size;
}
