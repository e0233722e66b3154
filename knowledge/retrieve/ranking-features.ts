import { tokenize } from '../text/tokens.ts';
import { type Concept, type QueryWords, shareIn } from './query-words.ts';

/** What a passage's rank is made of; each is 0..1 unless said otherwise. */
export const RANKING_FEATURES = [
  /** BM25 of the passage, as a share of the best passage's. */
  'lexical',
  /** BM25 of its best row, as a share of the best row's. */
  'row',
  /** Cosine between the lowest and the highest found. */
  'cosineRange',
  /** How far the cosine lies below the best, in steps of COSINE_SPAN, counted from one step below; may be negative. */
  'cosineSpan',
  /** Weight of the question's words that stand together in one part (a row, or the prose) or in the section path. */
  'coverage',
  /** Weight of those that stand in the section path. */
  'path',
  /** Share of the words of the section's own title that the question says. */
  'title',
  /** Share of neighbouring pairs of the question's words that stand near each other in the text. */
  'pairs',
  /** Weight of the question's words in the window of WINDOW tokens that holds most of it. */
  'window',
  /** Length, as log(1 + tokens) / 6. */
  'length',
] as const;
export type RankingFeature = (typeof RANKING_FEATURES)[number];
export type RankingFeatures = Record<RankingFeature, number>;

/** Cosines of the e5 family lie close together: within this of the best nearly all that answers is found. */
const COSINE_SPAN = 0.15;
/** Across languages a small embedder's cosines tell little; as far as the words are translated, they stand in for this share. */
const DOUBT_ACROSS = 0.8;
const WINDOW = 40;
/** Between the cells of a row (see Passage). */
const CELL_BORDER = ' | ';
/** A pair of question words counts where they stand next to each other or with one word between. */
const PAIR_REACH = 2;
/** What words that have no translation would probably have scored, as a share of the cosine's place: measured on open sets
 *  as the slope of lexical share on cosineRange. */
const UNKNOWN_SHARE = 0.75;

/** The words of one part of a passage: a row of a table with its header, the prose between tables, or the section's title. */
type PartTokens = { text: string[]; words: ReadonlySet<string> };
/** The words of a passage, prepared once. */
export type PassageTokens = { parts: PartTokens[]; length: number; path: ReadonlySet<string>; title: ReadonlySet<string> };

/** A row never borrows words of its neighbours: what a question says must stand in one row and its header. */
export function passageTokens(text: string, sectionPath: readonly string[]): PassageTokens {
  const title = tokenize(sectionPath.at(-1) ?? '');
  const parts: PartTokens[] = [];
  let [prose, header]: [string[], string[] | null] = [[], null];
  let length = 0;
  for (const line of text.split('\n')) {
    const tokens = tokenize(line);
    length += tokens.length;
    if (!line.includes(CELL_BORDER)) {
      prose.push(...tokens);
      header = null;
    } else if (header === null) {
      header = tokens;
      prose.push(...tokens);
    } else parts.push({ text: tokens, words: new Set([...header, ...tokens]) });
  }
  if (prose.length > 0 || parts.length === 0) parts.push({ text: prose, words: new Set(prose) });
  if (title.length > 0) parts.push({ text: title, words: new Set(title) });
  return { parts, length, path: new Set(tokenize(sectionPath.join(' \n '))), title: new Set(title) };
}

export type Measured = {
  /** Shares of the best found among passages of its language: 0..1. */
  lexical: number;
  row: number;
  /** Null without vectors. */
  cosine: number | null;
};
export type CosineRange = { low: number; high: number };

/** A question's words, made ready to be looked for in many passages. */
export type WantedWords = QueryWords & {
  /** Weight of all its concepts; 1 where it has none. */
  mass: number;
  /** The concept that a token stands for; the first where several do. */
  conceptOf: ReadonlyMap<string, number>;
  /** Neighbouring concepts: pair n is left by these last tokens of concept n, and entered by these first ones of concept n + 1. */
  leaving: ReadonlyMap<string, readonly number[]>;
  entering: ReadonlyMap<string, readonly number[]>;
};

export function wantedWords(words: QueryWords): WantedWords {
  const { concepts } = words;
  const conceptOf = new Map<string, number>();
  const leaving = new Map<string, number[]>();
  const entering = new Map<string, number[]>();
  const note = (map: Map<string, number[]>, token: string, pair: number) => map.set(token, [...(map.get(token) ?? []), pair]);
  concepts.forEach(({ ways }, index) => {
    for (const token of ways.flat()) if (!conceptOf.has(token)) conceptOf.set(token, index);
    if (index + 1 < concepts.length) for (const way of ways) note(leaving, way.at(-1)!, index);
    if (index > 0) for (const way of ways) note(entering, way[0]!, index - 1);
  });
  const mass = concepts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return { ...words, mass, conceptOf, leaving, entering };
}

/** The features of one passage for a question. */
export function rankingFeatures(passage: PassageTokens, question: WantedWords, measured: Measured, range: CosineRange): RankingFeatures {
  const { concepts, known, translated, mass } = question;
  const inPath = concepts.map((concept) => shareIn(concept, passage.path));
  const inPart = ({ words }: PartTokens) => {
    const held = concepts.map((concept, index) => Math.max(shareIn(concept, words), inPath[index]!));
    return weighed(concepts, held);
  };
  const best = (of: (part: PartTokens) => number) => Math.max(...passage.parts.map(of));
  const covered = best(inPart) / mass;
  const cosine = placeOf(measured.cosine, range);
  const trust = translated ? 1 - DOUBT_ACROSS * known : 1;
  const meaning = (value: number) => trust * value + (1 - trust) * covered;
  const words = (value: number) => known * value + (1 - known) * UNKNOWN_SHARE * cosine.range;
  return {
    lexical: words(measured.lexical),
    row: measured.row,
    cosineRange: meaning(cosine.range),
    cosineSpan: meaning(cosine.span),
    coverage: words(covered),
    path: weighed(concepts, inPath) / mass,
    title: titleShare(passage.title, question),
    pairs: words(best(({ text }) => pairShare(text, question))),
    window: words(best(({ text }) => bestWindow(text, question)) / mass),
    length: Math.log(1 + passage.length) / 6,
  };
}

function placeOf(measured: number | null, { low, high }: CosineRange): { range: number; span: number } {
  const cosine = measured ?? low;
  return { range: high > low ? (cosine - low) / (high - low) : 1, span: (cosine - (high - COSINE_SPAN)) / COSINE_SPAN };
}

function weighed(concepts: readonly Concept[], shares: readonly number[]): number {
  return concepts.reduce((sum, { weight }, index) => sum + weight * shares[index]!, 0);
}

function titleShare(title: ReadonlySet<string>, { conceptOf }: WantedWords): number {
  if (title.size === 0) return 0;
  let count = 0;
  for (const token of title) if (conceptOf.has(token)) count += 1;
  return count / title.size;
}

function pairShare(text: readonly string[], { concepts, leaving, entering }: WantedWords): number {
  const found = new Set<number>();
  for (let index = 0; index < text.length; index += 1) {
    const left = leaving.get(text[index]!);
    if (left === undefined) continue;
    for (let reach = 1; reach <= PAIR_REACH && index + reach < text.length; reach += 1) {
      const entered = entering.get(text[index + reach]!);
      if (entered !== undefined) for (const pair of left) if (entered.includes(pair)) found.add(pair);
    }
  }
  return concepts.length < 2 ? 0 : found.size / (concepts.length - 1);
}

/** The highest weight of concepts that any WINDOW tokens in a row hold. */
function bestWindow(text: readonly string[], { concepts, conceptOf }: WantedWords): number {
  const inside = concepts.map(() => 0);
  const places = text.map((token) => conceptOf.get(token) ?? -1);
  let [current, best] = [0, 0];
  const step = (concept: number, change: 1 | -1) => {
    if (concept === -1) return;
    const before = inside[concept]!;
    inside[concept] = before + change;
    if (before === 0) current += concepts[concept]!.weight;
    else if (before + change === 0) current -= concepts[concept]!.weight;
  };
  for (let index = 0; index < places.length; index += 1) {
    step(places[index]!, 1);
    if (index >= WINDOW) step(places[index - WINDOW]!, -1);
    best = Math.max(best, current);
  }
  return best;
}
