import type { DocumentSummary } from '../document/document.ts';
import type { StoredPassage, StoredRecord } from '../store/passage-store.ts';
import { findCodes } from '../text/codes.ts';
import type { KeptTokens } from './kept-tokens.ts';
import { documentFit, MACHINE_LOG_ODDS, type MachineFit, textFit } from './machine-fit.ts';
import { type PassageGroup, passageName } from './passage-groups.ts';
import {
  type CosineRange,
  mostSaid,
  type RankingFeatures,
  rankingFeatures,
  type Said,
  type WantedWords,
  wantedWords,
} from './ranking-features.ts';
import { rankingScore, type WeightsName } from './ranking-model.ts';
import { cellFit } from './rows-of-passage.ts';
import { isForeign, type UnderstoodQuery } from './understand-query.ts';

/** So many passages are read and ranked by the model; measured: no hit of five sets changes from 40 down to 24 (docs/decisions/0005-fusion.md). */
export const SHORTLIST = 30;
/** Added (log odds) where the very code that is asked for is a row's key, names the section, or stands in the passage. What tells of the
 *  code comes before what mentions it, however many of the question's other words that holds; the section that it names before its parts (`part`).
 *  Set by hand: open sets hold few codes. */
const KEY_LOG_ODDS = { entry: 4, part: 3.5, passage: 1.5 };
/** Added where the passage holds the sort of thing that is asked for. Set by hand. */
const KIND_LOG_ODDS = 1.2;
/** Added, times how well a cell of its best row fits, where a row is asked for by what it says. Set by hand. */
const ROW_LOG_ODDS = 3;
/** Cover pages and lone headings say little, yet their few words lie near many questions. Set by hand. */
const BRIEF_TOKENS = 20;
const BRIEF_LOG_ODDS = -2;
/** First ordering, before passages are read: the share of words; the rest is cosine. Between .5 and .7 nothing changes. */
const WORDS_SHARE = 0.6;
/** How much of a passage's nearness is that of the question in its language, where all words are translated. */
const TRANSLATED_SHARE = 0.5;
/** A best row is worth a little less than a best passage: rows are short, and their scores high. */
const ROW_SHARE = 0.9;
/** What a document of another machine keeps in the first ordering. */
const FIRST_FIT: Record<MachineFit, number> = { this: 1, unnamed: 0.6, otherRow: 0.5, other: 0.2 };

export type RankingInput = {
  query: UnderstoodQuery;
  groups: readonly PassageGroup[];
  documents: ReadonlyMap<string, DocumentSummary>;
};

type Scored = {
  group: PassageGroup;
  document: DocumentSummary;
  foreign: boolean;
  /** Share of the best words found: the passage's own or its best row's. */
  words: number;
  /** As `nearness` tells. */
  cosine: number | null;
  first: number;
};
export type ShortList = { scored: Scored[]; range: CosineRange };
export type Ranked = {
  group: PassageGroup;
  passage: StoredPassage;
  score: number;
  model: RankingFeatures;
  /** The weights that it was ranked by. */
  by: WeightsName;
  rules: { key: number; machine: number; answerKind: number; brief: number; row: number };
  /** What the reranker said, as it said it; absent where none was asked. */
  rerank?: number;
};

/** The passages worth reading, by shares of the best found. Words are compared within a language and a kind only: scores of
 *  rows and of passages, of Chinese pairs and of English words, are different measures. */
export function shortList({ query, groups, documents }: RankingInput, limit: number): ShortList {
  const known = groups.flatMap((group) => {
    const document = documents.get(group.key.documentId);
    return document === undefined ? [] : [{ group, document, foreign: isForeign(document.language, query.language) }];
  });
  const best = (foreign: boolean, of: (group: PassageGroup) => number) =>
    Math.max(0, ...known.filter((each) => each.foreign === foreign).map(({ group }) => of(group)));
  const bests = [false, true].map((foreign) => ({ lexical: best(foreign, ({ lexical }) => lexical), row: best(foreign, bestRow) }));
  const near = known.map(({ group, foreign }) => nearness(group, foreign ? query.foreign.known : 0));
  const cosines = near.flatMap((cosine) => cosine ?? []);
  const range = { low: Math.min(1, ...cosines), high: Math.max(-1, ...cosines) };
  const scored = known.map(({ group, document, foreign }, index): Scored => {
    const tops = bests[foreign ? 1 : 0]!;
    const lexical = share(group.lexical, tops.lexical);
    const row = share(bestRow(group), tops.row);
    const cosine = near[index]!;
    const meaning = cosine === null ? null : share(cosine - range.low, range.high - range.low);
    const words = Math.max(lexical, ROW_SHARE * row);
    const { known: sayable } = foreign ? query.foreign : query.own;
    const said = meaning === null ? words : sayable * words + (1 - sayable) * meaning;
    const mixed = meaning === null ? words : WORDS_SHARE * said + (1 - WORDS_SHARE) * meaning;
    const first = mixed * FIRST_FIT[documentFit(document, query.named)] + (group.matchedKeys.length > 0 ? 1 : 0);
    return { group, document, foreign, words, cosine, first };
  });
  scored.sort((a, b) => b.first - a.first || compare(passageName(a.group.key), passageName(b.group.key)));
  return { scored: scored.slice(0, limit), range };
}

/** What is read of the shortlist: its passages by name, and of each the rows that were found, where a row is asked for. */
export type ReadPassages = { passages: ReadonlyMap<string, StoredPassage>; rows: ReadonlyMap<string, readonly StoredRecord[]> };

/** The shortlist, read and ranked; the order is total. */
export function rankPassages(
  { scored, range }: ShortList,
  { passages, rows }: ReadPassages,
  query: UnderstoodQuery,
  kept: KeptTokens,
): Ranked[] {
  const [own, foreign] = [wantedWords(query.own), wantedWords(query.foreign)];
  const read = scored.flatMap((each) => {
    const passage = passages.get(passageName(each.group.key));
    if (passage === undefined) return [];
    const inWords: [WantedWords, ...WantedWords[]] = isForeign(passage.language, query.language) ? [foreign, own] : [own];
    const tokens = kept.of(passage);
    return [{ ...each, passage, inWords, tokens, said: mostSaid(tokens, inWords) }];
  });
  const by: WeightsName = query.language === 'zh' && !scored.some(({ foreign: isOther }) => isOther) ? 'zh' : 'other';
  const inOwn = toldInOwn(read.map(({ said }) => said));
  const ranked = read.map(({ group, document, words, cosine, passage, inWords, tokens, said }): Ranked => {
    const told = said.words.translated ? 1 : inOwn;
    const model = rankingFeatures(tokens, said.words, { words, cosine, told }, range);
    const fit = textFit([...passage.sectionPath, passage.text].join('\n'), document, query.named, documentFit(document, query.named));
    const rules = {
      key: keyLogOdds(group, passage),
      machine: MACHINE_LOG_ODDS[fit],
      answerKind: holdsWanted(passage, query) ? KIND_LOG_ODDS : 0,
      brief: tokens.length < BRIEF_TOKENS && group.rows.length === 0 ? BRIEF_LOG_ODDS : 0,
      row:
        ROW_LOG_ODDS * Math.max(0, ...(rows.get(passageName(group.key)) ?? []).flatMap((row) => inWords.map((each) => cellFit(row, each)))),
    };
    const ruled = Object.values(rules).reduce((sum, value) => sum + value, 0);
    return { group, passage, model, rules, score: rankingScore(model, by) + ruled, by };
  });
  return ranked.sort((a, b) => b.score - a.score || compare(passageName(a.group.key), passageName(b.group.key)));
}

/** The question's cosine; across languages, as far as its words are translated, half of it is that of the translation: each finds what
 *  the other misses. */
function nearness({ cosine, translated }: PassageGroup, known: number): number | null {
  return cosine === null || translated === null ? cosine : cosine + TRANSLATED_SHARE * known * (translated - cosine);
}

/** How much of the question passages say in its own language, as a share of what any say in either. */
function toldInOwn(said: readonly Said[]): number {
  const most = (translated: boolean) =>
    Math.max(0, ...said.filter(({ words }) => words.translated === translated).map(({ share: part }) => part));
  const [own, foreign] = [most(false), most(true)];
  return foreign > own ? own / foreign : 1;
}

/** The sort of thing that is asked for: steps for a procedure, a quantity of the wanted dimension for a value. */
function holdsWanted({ steps, quantities }: StoredPassage, { kind, dimension }: UnderstoodQuery): boolean {
  if (kind === 'procedure') return steps.length > 0;
  return dimension !== null && quantities.some((quantity) => quantity.dimension === dimension);
}

function keyLogOdds({ rows, matchedKeys }: PassageGroup, { sectionPath }: StoredPassage): number {
  if (matchedKeys.length === 0) return 0;
  const names = sectionPath.map((heading) => findCodes(heading).some(({ code }) => matchedKeys.includes(code)));
  const isTopmost = names.at(-1) === true && names.indexOf(true) === names.length - 1;
  if (isTopmost || rows.some((row) => row.matchedKeys.length > 0)) return KEY_LOG_ODDS.entry;
  return names.at(-1) ? KEY_LOG_ODDS.part : KEY_LOG_ODDS.passage;
}

function bestRow({ rows }: PassageGroup): number {
  return Math.max(0, ...rows.map(({ lexical }) => lexical));
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
