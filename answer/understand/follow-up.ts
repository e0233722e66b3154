import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import { subjectWords } from '../../knowledge/question/content-words.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { namedThings } from './named-things.ts';

/** What a question names, as it is written there. */
type Names = { machines: string[]; codes: string[] };
/** A question that can be read by itself, and the machines that it was asked within. */
export type WholeQuestion = { question: string; machines: readonly string[] };
/** A follow-up as it was understood; `carried`: names that it takes from the question before. */
export type FollowUp = { question: string; carried: string[] };

const OPENING =
  /^\s*(?:(?:and|but|or|then|so)\s+)?(?:what|how) about\b|^\s*(?:and|but)\b(?:\s+(?:for|with|on|of|in)\b)?|^\s*(?:那么|那|还有|另外|至于|换成|如果是)/iu;
const CLOSING = /\s*呢\s*[？?]?\s*$/u;
const POINTING =
  /\b(?:it|its|it's|this one|that one|(?:this|that|the same) (?:pump|machine|unit|code|fault|alarm|parameter|drive|model))\b|它|其(?!他|它|中|余|实)|[该此](?:泵|设备|机器?|故障|型号|代码|参数)|这[个台](?:泵|设备|机器?|故障|代码|参数)?/iu;

/** The follow-up with what it leaves out taken from the question before; null where it stands by itself.
 *  `forget`: names that are not to be taken over. */
export function completeFollowUp(
  question: string,
  before: WholeQuestion,
  { known, forget = [] }: { known: readonly KnownMachine[]; forget?: readonly string[] },
): FollowUp | null {
  const elliptical = OPENING.test(question) || CLOSING.test(question);
  if (!elliptical && !POINTING.test(question)) return null;
  const rest = question.replace(OPENING, '').replace(CLOSING, '').trim();
  const former = namesIn(before.question, known);
  const own = namesIn(rest, known);
  const kept = (names: readonly string[]) => names.filter((name) => !forget.some((each) => fold(each) === fold(name)));
  const machines = kept(former.machines.length > 0 ? former.machines : before.machines);
  if (elliptical && namesAlone(rest, own)) {
    const replaced = withOtherName(before.question, former, own) ?? withSibling(before.question, former, rest, known);
    if (replaced !== null) return { question: replaced, carried: own.codes.length > 0 ? kept(former.machines) : [] };
  }
  const carried = [
    ...(own.machines.length > 0 ? [] : machines),
    ...(own.codes.length > 0 || !POINTING.test(rest) ? [] : kept(former.codes)),
  ];
  if (carried.length === 0) return null;
  const names = carried.join(', ');
  return { question: /\p{Script=Han}/u.test(rest) ? `${names} ${rest}` : `${rest} (${names})`, carried };
}

function namesIn(question: string, known: readonly KnownMachine[]): Names {
  const { machineWords, codes } = namedThings(question, undefined, known);
  return { machines: machineWords.flatMap((said) => writtenIn(question, said)), codes: codes.map(({ text }) => text) };
}

/** Words as the question writes them; none where they stand there in another writing only. */
function writtenIn(question: string, said: string): string[] {
  const at = question.toLowerCase().indexOf(said.toLowerCase());
  return at === -1 ? [] : [question.slice(at, at + said.length)];
}

/** Nothing is asked but about another name: "for the 60?", "E-408". */
function namesAlone(rest: string, { machines, codes }: Names): boolean {
  const without = [...machines, ...codes].reduce((text, name) => text.replaceAll(name, ' '), rest);
  return subjectWords(without.replaceAll(/\d+/g, ' ')).length === 0;
}

/** The question before, about the machine or the code that is named now. */
function withOtherName(question: string, former: Names, own: Names): string | null {
  for (const kind of ['machines', 'codes'] as const) {
    const [now] = own[kind];
    if (now === undefined) continue;
    const [first, ...others] = former[kind];
    if (first === undefined) return null;
    return others.reduce((text, name) => text.replaceAll(name, now), question.replaceAll(first, now));
  }
  return null;
}

/** "The 60" after the KP-40 is the KP-60, where there is one. */
function withSibling(question: string, { machines }: Names, rest: string, known: readonly KnownMachine[]): string | null {
  const number = /\d{1,5}/.exec(rest)?.[0];
  const [machine] = machines;
  if (number === undefined || machine === undefined) return null;
  const wanted = fold(machine.replace(/\d+$/, number));
  const sibling = known.flatMap(({ equipment }) => equipment).find((name) => fold(name) === wanted && fold(name) !== fold(machine));
  return sibling === undefined ? null : question.replaceAll(machine, sibling);
}
