import type { Language } from '../../knowledge/document/passage.ts';
import type { Glossary } from '../../knowledge/text/glossary/glossary.ts';
import { type Conflict, isConflictOf } from './find-conflicts.ts';
import { saidConflict } from './said-conflict.ts';
import type { Saying } from './saying.ts';
import { subjectText, wordsOf } from './subject-words.ts';

/** What a text may say in the other language: of each of its terms, the words of every name. Null where some of it is in no glossary. */
type Abroad = Set<string>[][] | null;

/** More readings of a text than these are not tried: it is a sentence, not the name of a thing. */
const MOST_READINGS = 200;

/** Conflicts of sayings with rivals in the other language, Chinese and English: the glossary has every word of the thing's name, and
 *  of the headings that say more. What it has for a part only is another thing, or cannot be told. */
export function conflictsAcross(sayings: readonly Saying[], rivals: readonly Saying[], glossary: Glossary): Conflict[] {
  const of = (all: readonly Saying[], language: Language) =>
    all.filter((saying) => saying.unit.hit.passage.language === language && isMeasured(saying));
  const abroad = new Readings(glossary);
  const found = pairs(of(sayings, 'zh'), of(rivals, 'en'), abroad);
  if (sayings !== rivals) found.push(...pairs(of(rivals, 'zh'), of(sayings, 'en'), abroad));
  // Where both are new, both ways find them.
  return [...new Map(found.map((conflict) => [saidConflict(conflict).id, conflict])).values()];
}

function pairs(chinese: readonly Saying[], english: readonly Saying[], abroad: Readings): Conflict[] {
  const rivals = byMachine(english);
  return chinese.flatMap((one) => {
    const others = new Set([...one.machines].flatMap((machine) => rivals.get(machine) ?? []));
    return [...others].flatMap((two): Conflict[] => (isConflictOf(one, two) && abroad.nameSame(one, two) ? [{ one, two }] : []));
  });
}

/** Across languages only measured values are compared. */
function isMeasured({ code, values }: Saying): boolean {
  return code === null && values.size > 0;
}

function byMachine(sayings: readonly Saying[]): Map<string, Saying[]> {
  const found = new Map<string, Saying[]>();
  for (const saying of sayings)
    for (const machine of saying.machines) {
      const those = found.get(machine);
      if (those === undefined) found.set(machine, [saying]);
      else those.push(saying);
    }
  return found;
}

/** What Chinese sayings may say in English, each read once. */
class Readings {
  readonly #glossary: Glossary;
  readonly #known = new Map<string, Abroad>();

  constructor(glossary: Glossary) {
    this.#glossary = glossary;
  }

  /** True where the Chinese and the English saying name the same thing, under headings that say the same beside it. */
  nameSame(chinese: Saying, english: Saying): boolean {
    if (!says(this.#of(chinese.text.subject), english.subject)) return false;
    const context = this.#of(chinese.text.context);
    const more = context?.filter((ways) => !ways.some((way) => way.isSubsetOf(english.subject))) ?? null;
    return more !== null && says(more, english.context.difference(english.subject));
  }

  #of(text: string): Abroad {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const { found, rest } = this.#glossary.translate(text, 'zh');
    const words = found.map(({ ways }) => ways.map((way) => wordsOf(subjectText(way))));
    const read = /[\p{L}\p{N}]/u.test(subjectText(rest)) ? null : words;
    this.#known.set(text, read);
    return read;
  }
}

/** True where some reading is made of the very words. */
function says(abroad: Abroad, words: ReadonlySet<string>): boolean {
  if (abroad === null) return false;
  let made: Set<string>[] = [new Set()];
  for (const ways of abroad) {
    const fitting = ways.filter((way) => way.isSubsetOf(words));
    made = made.flatMap((before) => fitting.map((way) => before.union(way)));
    if (made.length === 0 || made.length > MOST_READINGS) return false;
  }
  return made.some((reading) => reading.size === words.size);
}
