import { findCodes } from '../text/codes.ts';
import { fold } from '../text/fold.ts';
import { isVariant, type KnownMachine } from './known-machines.ts';
import { comparable } from './name-pattern.ts';

/** Words beside a number that may say a machine: "40 pump", "pump 2", "2号泵", "40的泵", "40泵". */
const NUMBER_FIRST = /(?<![\d.,\-/a-z])(\d{1,5})(号)?\s?的?\s?(\p{Script=Han}{1,8}|[a-z]{3,20})/gu;
const NUMBER_LAST = /(\p{Script=Han}{1,8}|(?<![a-z])[a-z]{3,20})\s?(\d{1,5})(号)?(?![\d.,]\d|[\d%°℃a-z])/gu;
/** In part by letters and digits: "V1.4" of "SKR V1.4". */
const SHORTEST = 3;

type InPart = { machine: KnownMachine; said: string; by: 'part' };

/** The machines that a text (as `comparable` gives it) names in part: by the model that theirs are variants of, by a number and the
 *  sort of machine that it stands beside, or by a word of a model that no other model has. */
export function namedInPart(text: string, machines: readonly KnownMachine[]): InPart[] {
  const byModel = findCodes(text).flatMap(({ text: said }) =>
    machines
      .filter(({ asset, equipment }) => asset === null && equipment.some((name) => isVariant(name, said)))
      .map((machine): InPart => ({ machine, said, by: 'part' })),
  );
  if (byModel.length > 0) return byModel;
  const byNumber = numbersBesideWords(text).flatMap(({ number, ordinal, word, where, saidWith }) =>
    machines.flatMap((machine): InPart[] => {
      const kind = kindIn(machine, word, where);
      const numbered = hasNumber(machine, number) || (ordinal && isNumbered(machine, number));
      return kind !== null && numbered ? [{ machine, said: saidWith(kind), by: 'part' }] : [];
    }),
  );
  return byNumber.length > 0 ? byNumber : byModelWord(text, machines);
}

/** Where in the Chinese words beside a number the machine may stand: next to it, or, where 号 says that it is a machine's, anywhere. */
type Where = 'first' | 'last' | 'either';
type Numbered = { number: string; ordinal: boolean; word: string; where: Where; saidWith(kind: string): string };

function numbersBesideWords(text: string): Numbered[] {
  const first = [...text.matchAll(NUMBER_FIRST)].map(([said, number, mark, word]) => ({
    ...{ number: Number(number), ordinal: mark === '号', word: word!, where: (mark === '号' ? 'either' : 'first') as Where },
    saidWith: (kind: string) => said.slice(0, said.length - word!.length) + kind,
  }));
  const last = [...text.matchAll(NUMBER_LAST)].map(([said, word, number]) => ({
    ...{ number: Number(number), ordinal: true, word: word!, where: 'last' as Where },
    saidWith: (kind: string) => kind + said.slice(word!.length),
  }));
  return [...first, ...last].map((each) => ({ ...each, number: String(each.number) }));
}

/** How the words beside a number say what sort of machine this is; null where they do not. Chinese has no gaps between words: a
 *  noun begins or ends them ("空压机漏油"), and people say the end of it alone ("泵" of "水泵"). */
function kindIn({ kinds }: KnownMachine, words: string, where: Where): string | null {
  for (const kind of kinds) {
    if (/^[a-z]/.test(kind)) {
      if (kind === words) return kind;
      continue;
    }
    for (let length = kind.length; length >= 1; length -= 1) {
      const noun = kind.slice(-length);
      const stands = (where !== 'last' && words.startsWith(noun)) || (where !== 'first' && words.endsWith(noun));
      if (stands && (length > 1 || SINGLE.test(noun))) return noun;
    }
  }
  return null;
}
/** Machines of one character. */
const SINGLE = /[泵炉塔罐釜窑磨秤]/u;

/** The number is one of the model's: 40 of "KP-40". */
function hasNumber({ equipment, asset }: KnownMachine, number: string): boolean {
  return [...equipment, ...(asset?.model ? [asset.model] : [])].some((name) => numbersIn(name).includes(number));
}

/** "2号" of "P-102", "P-2", "空压机2". */
function isNumbered({ asset }: KnownMachine, number: string): boolean {
  if (asset === null) return false;
  const last = numbersIn(asset.tag).at(-1) ?? '';
  if (asset.name !== null && numbersIn(asset.name).includes(number)) return true;
  return last === number || (last.length > number.length && last.endsWith(number.padStart(2, '0')));
}

function numbersIn(name: string): string[] {
  return (comparable(name).match(/\d+/g) ?? []).map((digits) => String(Number(digits)));
}

function byModelWord(text: string, machines: readonly KnownMachine[]): InPart[] {
  const asked = new Set((text.match(/[a-z\d][a-z\d.\-_]*/g) ?? []).map((word) => fold(word.replace(/[.\-_]+$/, ''))));
  const owners = new Map<string, Set<KnownMachine>>();
  for (const machine of machines.filter(({ asset }) => asset === null))
    for (const word of machine.equipment.flatMap((name) => comparable(name).split(/\s+/)))
      if (/\d/.test(word) && /[a-z]/.test(word) && fold(word).length >= SHORTEST)
        owners.set(fold(word), (owners.get(fold(word)) ?? new Set()).add(machine));
  return [...owners]
    .filter(([word, whose]) => asked.has(word) && whose.size === 1)
    .flatMap(([said, whose]) => [...whose].map((machine): InPart => ({ machine, said, by: 'part' })));
}
