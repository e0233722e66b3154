/** Weights of the fields of IndexWords in BM25. */
export const FIELD_WEIGHTS = { text: 1, path: 2, title: 0.7, headers: 0.8 } as const;

/** BM25 scores every row that holds a word: the commonest terms of a question are left out once this many rows would be scored.
 *  Measured on FTS5: an unbudgeted stop word costs 100 ms at 100,000 passages; half of 20,000 took a third off a search among 10,000
 *  passages and found as much (rule books, 348 questions: hit@5 .759 and .768; Chinese manual: the same hits). */
const ROW_BUDGET = 10_000;

/** Where common words are taken together, so large a share of all rows may hold them all: that few more words would leave fewer rows is not worth
 *  reading their lists, which are the longest. Matters from 200,000 rows on. */
const TOGETHER_SHARE = 1 / 20;

export type Terms = readonly { token: string; weight: number }[];

type Counted = { token: string; weight: number; rows: number };
/** `together`: only rows that hold all of them need be found. */
export type AffordableTerms = { affordable: Counted[]; together: boolean };

/** A question's terms rarest first, within the row budget. Terms that no row holds are dropped. Where even the rarest is too common, it is
 *  taken with the next ones of its weight, until few enough rows should hold them all. `rows`: in how many a token stands, and all. */
export function affordableTerms(terms: Terms, rows: { of: (token: string) => number; all: () => number }): AffordableTerms {
  const known = terms.map(({ token, weight }) => ({ token, weight, rows: rows.of(token) })).filter((term) => term.rows > 0);
  known.sort((a, b) => a.rows - b.rows || (a.token < b.token ? -1 : 1));
  if (known[0] !== undefined && known[0].rows > ROW_BUDGET) return { affordable: commonTerms(known, rows.all()), together: true };
  let sum = 0;
  const over = known.findIndex((term, index) => {
    sum += term.rows;
    return sum > ROW_BUDGET && index > 0;
  });
  return { affordable: over < 0 ? known : known.slice(0, over), together: false };
}

/** How many rows hold all: as if the terms stood independently of each other. */
function commonTerms(known: readonly Counted[], all: number): Counted[] {
  const enough = Math.max(ROW_BUDGET, all * TOGETHER_SHARE);
  let rows = all;
  return known.filter((term) => {
    if (term.weight !== known[0]!.weight || rows <= enough) return false;
    rows *= term.rows / all;
    return true;
  });
}
