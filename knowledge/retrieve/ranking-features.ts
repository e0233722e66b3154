import { tokenize } from '../text/tokens.ts';
import { type Concept, type QueryWords, shareIn } from './query-words.ts';

/** What a passage's rank is made of; each is 0..1 unless said otherwise. */
export const RANKING_FEATURES = [
  /** BM25 of the passage or of its best row, each as a share of the best found. */
  'words',
  /** How far the cosine lies below the best, in steps of COSINE_SPAN, counted from one step below; may be negative. */
  'meaning',
  /** Share of neighbouring pairs of the question's words that stand near each other in one part (a row, or the prose). */
  'pairs',
  /** How near all the question's words stand to each other in one part, each two weighed by the commoner one. */
  'near',
  /** Weight of the question's words in the sentence (or row with its header) that holds most of it. */
  'sentence',
  /** Weight of the question's words in the window of WINDOW tokens of one part that holds most of it. */
  'window',
] as const;
export type RankingFeature = (typeof RANKING_FEATURES)[number];
export type RankingFeatures = Record<RankingFeature, number>;

/** Cosines of the e5 family lie close together: within this of the best nearly all that answers is found. */
const COSINE_SPAN = 0.15;
/** Across languages a small embedder's cosines tell less; as far as the words are translated, they stand in for this share. */
const DOUBT_ACROSS = 0.7;
/** A passage of the shortlist lies at .72 of COSINE_SPAN on average (tv_emanual, eda_docs; .84 in camb_zh), whatever its words, and its best
 *  sentence holds some .4 of the question: so much is added where words stand in for the cosine, or passages of the question's own
 *  language, which keep theirs, would always lie nearer. */
const WORDS_TO_COSINE = 0.3;
const WINDOW = 40;
/** Between the cells of a row (see Passage). */
const CELL_BORDER = ' | ';
/** Two words this many tokens apart are half as near as two that touch. */
const HALF_NEAR = 4;
/** A pair of question words counts where they stand next to each other or with one word between. */
const PAIR_REACH = 2;
/** What words that have no translation would probably have scored, as a share of the cosine's place: measured on open sets
 *  as the slope of lexical share on cosineRange. */
const UNKNOWN_SHARE = 0.75;

/** The words of one part of a passage: a row of a table, the prose between tables, or the section's title. */
export type PassageTokens = {
  parts: string[][];
  /** Each sentence of the prose, each row with its header, and the title. */
  sentences: ReadonlySet<string>[];
  /** Tokens in all, the title apart. */
  length: number;
};

const SENTENCE_END = /(?<=[.!?])\s+|[。！？；;]/u;

/** The words of a passage, prepared once. A row never borrows words of its neighbours: what a question says must stand in one
 *  row and its header. */
export function passageTokens(text: string, sectionPath: readonly string[]): PassageTokens {
  const parts: string[][] = [];
  const sentences: Set<string>[] = [];
  const prose: string[] = [];
  let header: string[] | null = null;
  let length = 0;
  for (const line of text.split('\n')) {
    const isRow = line.includes(CELL_BORDER);
    const pieces = (isRow ? [line] : line.split(SENTENCE_END)).map(tokenize);
    for (const tokens of pieces) {
      length += tokens.length;
      if (isRow && header !== null) parts.push(tokens);
      else prose.push(...tokens);
      sentences.push(new Set(isRow && header !== null ? [...header, ...tokens] : tokens));
    }
    header = isRow ? (header ?? pieces[0]!) : null;
  }
  const title = tokenize(sectionPath.at(-1) ?? '');
  return { parts: [...parts, prose, title], sentences: [...sentences, new Set(title)], length };
}

export type Measured = {
  /** Share of the best found among passages of its language: 0..1. */
  words: number;
  /** Null without vectors. */
  cosine: number | null;
  /** 1, or less where passages of the other language say more of the question than any of its own does: the share. The best words
   *  of little are not good, and a cosine is then high for the language alone. */
  told: number;
};
export type CosineRange = { low: number; high: number };

/** A question's words, made ready to be looked for in many passages. */
export type WantedWords = QueryWords & {
  /** Weight of all its concepts; 1 where it has none. */
  mass: number;
  /** Weight of all pairs of concepts, each as the commoner of the two; 1 where there is no pair. */
  pairMass: number;
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
  let pairMass = 0;
  concepts.forEach((left, index) => {
    for (const right of concepts.slice(index + 1)) pairMass += Math.min(left.weight, right.weight);
  });
  return { ...words, mass, pairMass: pairMass || 1, conceptOf, leaving, entering };
}

/** The features of one passage for a question. */
export function rankingFeatures(passage: PassageTokens, question: WantedWords, measured: Measured, range: CosineRange): RankingFeatures {
  const { concepts, known, translated, mass } = question;
  const { parts, sentences } = passage;
  const sentence = sentenceWeight(sentences, concepts) / mass;
  const best = (of: (part: string[], question: WantedWords) => number) => Math.max(...parts.map((part) => of(part, question)));
  const cosine = placeOf(measured.cosine, range);
  const trust = translated ? 1 - DOUBT_ACROSS * known : measured.told;
  const words = (value: number) => known * value + (1 - known) * UNKNOWN_SHARE * cosine.range;
  return {
    words: words(measured.words * measured.told),
    meaning: trust * cosine.span + (1 - trust) * (translated ? sentence + WORDS_TO_COSINE : sentence),
    pairs: words(best(pairShare)),
    near: words(best(nearness)),
    sentence: words(sentence),
    window: words(best(bestWindow) / mass),
  };
}

export type Said = { words: WantedWords; share: number };

/** The words of which some sentence says the largest share, and that share: a passage of the other language may hold both, as tables in
 *  two languages do. The first where none says more. */
export function mostSaid({ sentences }: PassageTokens, words: readonly [WantedWords, ...WantedWords[]]): Said {
  const shares = words.map(({ concepts, mass, known }) => (known * sentenceWeight(sentences, concepts)) / mass);
  const share = Math.max(...shares);
  return { words: words[shares.indexOf(share)]!, share };
}

function sentenceWeight(sentences: PassageTokens['sentences'], concepts: readonly Concept[]): number {
  return Math.max(0, ...sentences.map((words) => weighed(concepts, words)));
}

function placeOf(measured: number | null, { low, high }: CosineRange): { range: number; span: number } {
  const cosine = measured ?? low;
  return { range: high > low ? (cosine - low) / (high - low) : 1, span: (cosine - (high - COSINE_SPAN)) / COSINE_SPAN };
}

function weighed(concepts: readonly Concept[], words: ReadonlySet<string>): number {
  return concepts.reduce((sum, concept) => sum + concept.weight * shareIn(concept, words), 0);
}

/** Each two concepts by the shortest way between them: 1 where they touch, less with every token between. */
function nearness(text: readonly string[], { concepts, conceptOf, pairMass }: WantedWords): number {
  const last = concepts.map(() => -1);
  const ways = concepts.map(() => concepts.map(() => Number.POSITIVE_INFINITY));
  for (let index = 0; index < text.length; index += 1) {
    const here = conceptOf.get(text[index]!);
    if (here === undefined) continue;
    for (let other = 0; other < last.length; other += 1) {
      if (other === here || last[other] === -1) continue;
      const [low, high] = other < here ? [other, here] : [here, other];
      ways[low]![high] = Math.min(ways[low]![high]!, index - last[other]!);
    }
    last[here] = index;
  }
  let sum = 0;
  ways.forEach((row, low) => {
    for (let high = low + 1; high < row.length; high += 1)
      sum += Math.min(concepts[low]!.weight, concepts[high]!.weight) / (1 + row[high]! / HALF_NEAR);
  });
  return sum / pairMass;
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
