import type { NamedBy, UnderstoodMachine } from '../document/asset.ts';
import { fold } from '../text/fold.ts';
import type { KnownMachine, MachineName } from './known-machines.ts';
import { comparable, namePattern } from './name-pattern.ts';
import { namedInPart } from './named-in-part.ts';

/** What a question says of machines. */
export type NamedMachines = {
  /** Equipment names, as documents have them, sorted; those of several machines where it names several. */
  equipment: string[];
  /** Its own words for them, where they choose a manual: these do not choose the passage. */
  said: string[];
  machines: UnderstoodMachine[];
  /** True where its words fit machines of different models and it names none of them for sure ("the pump in hall 2"). */
  ambiguous: boolean;
};

/** Stronger ways of naming come first: where one names a machine, weaker ones are words of the question. */
const STRENGTHS: readonly (readonly NamedBy[])[] = [['model', 'tag'], ['alias'], ['name'], ['part']];

type Mention = { machine: KnownMachine; said: string; by: NamedBy; start: number; end: number };

/** The machines that a text names: by models, tags and aliases in any writing, else by names of the asset list, else in part
 *  ("the 40 pump", "2号空压机"). A name inside a longer one does not count ("KP-4" in "KP-40"). */
export function namedMachines(question: string, machines: readonly KnownMachine[]): NamedMachines {
  const text = comparable(question);
  const folded = fold(text);
  const mentions = machines.flatMap((machine) =>
    machine.names.filter((name) => folded.includes(name.folded)).flatMap((name) => mentionsOf(name, machine, text)),
  );
  const longest = mentions.filter((one) => !mentions.some((two) => holds(two, one)));
  for (const strength of STRENGTHS) {
    const named = strength[0] === 'part' ? namedInPart(text, machines) : longest.filter(({ by }) => strength.includes(by));
    if (named.length > 0) return told(named);
  }
  return { equipment: [], said: [], machines: [], ambiguous: false };
}

function mentionsOf(name: MachineName, machine: KnownMachine, text: string): Mention[] {
  return [...text.matchAll(namePattern(name.text, 'gu'))]
    .map((match) => ({
      machine,
      said: match[0],
      by: name.by,
      start: match.index,
      end: match.index + match[0].length,
    }))
    .filter(({ start }) => !cutsWord(text, start));
}

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
/** What stands before a machine's name ("那台大泵"), whatever words it could be part of. */
const MEASURE = /[台个座套组的号]/u;
const HAN = /^\p{Script=Han}/u;

/** Chinese has no gaps between words: "大泵" does not stand in "最大泵壳". */
function cutsWord(text: string, start: number): boolean {
  if (!HAN.test(text.slice(start)) || start === 0 || MEASURE.test(text[start - 1]!)) return false;
  const word = WORDS.segment(text).containing(start)!;
  return word.index < start && HAN.test(word.segment);
}

/** A longer name around it: "boiler feed pump" around "feed pump". */
function holds(outer: Mention, inner: Mention): boolean {
  return outer.start <= inner.start && outer.end >= inner.end && outer.end - outer.start > inner.end - inner.start;
}

function told(mentions: readonly Pick<Mention, 'machine' | 'said' | 'by'>[]): NamedMachines {
  const byWords = Map.groupBy(mentions, ({ said }) => said);
  const machines = new Map<string, UnderstoodMachine>();
  for (const { machine, said, by } of mentions) {
    const { equipment, asset } = machine;
    // The list's word for a model says more than the manual's own.
    const key = asset?.tag ?? equipment.join('\n');
    if (!machines.has(key)) machines.set(key, { said, by, equipment, asset });
  }
  const several = [...byWords.values()].some((group) => modelsOf(group).size > 1 && !group.some(({ by }) => by === 'model'));
  return {
    equipment: [...new Set([...machines.values()].flatMap(({ equipment }) => equipment))].sort(),
    said: [...byWords].filter(([, group]) => group.some(({ machine }) => machine.equipment.length > 0)).map(([said]) => said),
    machines: withoutDoubles([...machines.values()]),
    ambiguous: several,
  };
}

/** What the asset list says of a machine holds its manual's name for it. */
function withoutDoubles(machines: readonly UnderstoodMachine[]): UnderstoodMachine[] {
  const listed = new Set(machines.flatMap(({ asset, equipment }) => (asset === null ? [] : equipment)));
  return machines.filter(({ asset, equipment }) => asset !== null || !equipment.every((name) => listed.has(name)));
}

/** Machines of one model have one manual. */
function modelsOf(mentions: readonly Pick<Mention, 'machine'>[]): Set<string> {
  return new Set(mentions.map(({ machine: { equipment, asset } }) => equipment.find((name) => name !== asset?.tag) ?? equipment[0] ?? ''));
}
