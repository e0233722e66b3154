/** One thing that a question says, and the ways a text may say it. */
export type Concept = {
  /** The question's own word or words. */
  term: string;
  /** Each way as tokens in order; the first is the likeliest. */
  ways: string[][];
  /** What it is worth: the inverse document frequency of its rarest word. */
  weight: number;
};

/** What a question says to texts of one language: in its own words, or translated. */
export type QueryWords = {
  concepts: Concept[];
  /** Share of the question's own weight that the concepts carry: 1 in its own language, less where words have no translation. */
  known: number;
  /** True for the words of the other language. */
  translated: boolean;
};

/** Inverse document frequency as BM25 has it (Robertson and Spärck Jones), never negative. */
export function inverseFrequency(count: number, passages: number): number {
  return Math.log(1 + (Math.max(0, passages - count) + 0.5) / (count + 0.5));
}

/** Other tokens that may stand in a token's place. */
export type Alternatives = ReadonlyMap<string, string[][]>;

/** The question's own words: each token a concept, in the order of the question. */
export function ownWords(tokens: readonly string[], weightOf: (token: string) => number, others: Alternatives): QueryWords {
  const concepts = tokens.map((token) => ({ term: token, ways: [[token], ...(others.get(token) ?? [])], weight: weightOf(token) }));
  return { concepts, known: 1, translated: false };
}

/** How much of its fullest way the words hold: 0..1. */
export function shareIn({ ways }: Pick<Concept, 'ways'>, words: ReadonlySet<string>): number {
  let best = 0;
  for (const way of ways) {
    let held = 0;
    for (const token of way) if (words.has(token)) held += 1;
    best = Math.max(best, held / way.length);
  }
  return best;
}
