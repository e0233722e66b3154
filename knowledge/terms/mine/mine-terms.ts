import type { Passage } from '../../document/passage.ts';
import { type Glossary, termKey } from '../../text/glossary/glossary.ts';
import { tokenize } from '../../text/tokens.ts';
import type { MinedTerm, TermSighting } from '../mined-term.ts';
import { expansionsIn } from './abbreviations.ts';
import { type BilingualPair, pairSideBySide, pairsInBrackets, type SaidPair } from './bilingual.ts';
import { gatherTerms, withoutDistinctions } from './gather-terms.ts';
import { pairsOfTables } from './language-tables.ts';

export type MinedPassage = Pick<Passage, 'id' | 'text' | 'sectionPath'>;

/** From so many headings in both languages, and this share of all, a document is taken to say every heading twice. */
const BILINGUAL = { headings: 4, share: 0.5 };
const CELL_BORDER = ' | ';
const HAN = /\p{Script=Han}/u;

/** The names that a document states to mean the same: abbreviations and what they stand for, Chinese names with their English ones.
 *  `glossary`: what is known already; it tells where a name begins, and which pairs cannot be. */
export function mineTerms(passages: readonly MinedPassage[], glossary: Glossary): MinedTerm[] {
  const sightings: TermSighting[] = [];
  for (const passage of passages) {
    const say = (rule: TermSighting['rule'], english: string[], chinese: string[]) =>
      sightings.push({ english, chinese, rule, passage: passage.id });
    for (const { short, long } of expansionsIn(passage.text)) say('abbreviation', [long, short], []);
    if (!HAN.test(passage.text)) continue;
    for (const pair of saidPairs(passage.text, glossary)) say('brackets', pair.english, [pair.chinese]);
    for (const { chinese, english } of pairsOfTables(passage.text)) say('table', english, [chinese]);
  }
  sightings.push(...headingPairs(passages, glossary));
  return gatherTerms(withoutDistinctions(sightings)).filter(
    (term) => !isGeneral(term, glossary) && (term.count > 1 || !contradicts(term, glossary)),
  );
}

/** Pairs in brackets of the text: cells and lines that are nothing else say their whole name. */
function saidPairs(text: string, glossary: Glossary): BilingualPair[] {
  const found: SaidPair[] = [];
  for (const line of text.split('\n')) {
    if (!/[(（]/.test(line)) continue;
    const cells = line.includes(CELL_BORDER) ? line.split(CELL_BORDER) : null;
    for (const part of cells ?? [line]) found.push(...pairsInBrackets(part.trim(), cells !== null));
  }
  return found.map(({ chinese, english, run }) => ({
    english,
    chinese: run === null ? chinese : (knownEnd(run, english, glossary) ?? chinese),
  }));
}

/** The longest end of a run of Chinese that the glossary calls by the very English name; null where there is none. */
function knownEnd(run: string, english: readonly string[], glossary: Glossary): string | null {
  const said = new Set(english.map(termKey));
  const characters = [...run];
  for (let from = 0; characters.length - from >= 2; from += 1) {
    const end = characters.slice(from).join('');
    const [only, ...more] = glossary.translate(end, 'zh').found;
    if (only !== undefined && more.length === 0 && only.term === termKey(end) && only.ways.some((way) => said.has(termKey(way))))
      return end;
  }
  return null;
}

/** Headings in both languages: all of them where the document says most so, or those that the glossary bears out. */
function headingPairs(passages: readonly MinedPassage[], glossary: Glossary): TermSighting[] {
  const headings = new Map<string, string>();
  for (const { id, sectionPath } of passages) for (const heading of sectionPath) if (!headings.has(heading)) headings.set(heading, id);
  const said = [...headings]
    .filter(([heading]) => HAN.test(heading))
    .map(([heading, passage]) => ({ heading, passage, pair: pairOf(heading) }));
  const pairs = said.filter(({ pair }) => pair !== null).length;
  const everywhere = pairs >= BILINGUAL.headings && pairs >= BILINGUAL.share * said.length;
  return said.flatMap(({ heading, passage, pair }): TermSighting[] => {
    if (pair === null) return [];
    const sure = everywhere || /[/／(（]/.test(heading) || agrees(pair, glossary);
    return sure ? [{ english: pair.english, chinese: [pair.chinese], rule: 'heading', passage }] : [];
  });
}

function pairOf(heading: string): BilingualPair | null {
  return pairSideBySide(heading) ?? pairsInBrackets(heading.replace(/^[\s\d.]+/, ''), true)[0] ?? null;
}

/** Some word of one is a translation of a word of the other. */
function agrees({ chinese, english }: BilingualPair, glossary: Glossary): boolean {
  const said = new Set(english.flatMap((name) => tokenize(name)));
  return glossary.translate(chinese, 'zh').found.some(({ ways }) => ways.some((way) => tokenize(way).every((token) => said.has(token))));
}

/** "装置 (DEU)": an abbreviation beside a short word that means any such thing is the end of a name that was not seen whole. */
function isGeneral({ english, chinese }: MinedTerm, glossary: Glossary): boolean {
  const short = (name: string) => [...name].length <= 2 && glossary.translate(name, 'zh').found.length === 1;
  return english.some((name) => /^[A-Z/&-]{2,8}$/.test(name)) && chinese.some(short);
}

/** Both names are known, whole, and as different things. */
function contradicts({ english, chinese }: MinedTerm, glossary: Glossary): boolean {
  const whole = (name: string, from: 'zh' | 'en') => {
    const { found, rest } = glossary.translate(name, from);
    return found.length === 1 && rest.trim() === '';
  };
  return chinese.some(
    (name) => whole(name, 'zh') && english.every((other) => whole(other, 'en') && !agrees({ chinese: name, english: [other] }, glossary)),
  );
}
