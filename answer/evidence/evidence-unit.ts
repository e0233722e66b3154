import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';

export type RowCell = { header: string; value: string; unit: string | null; start: number; end: number };

/** The smallest thing that can be quoted: a sentence, or a row of a table. `start`/`end` are offsets into the passage's text. */
export type EvidenceUnit = {
  hit: RankedPassage;
  /** Place of the passage in the retrieval, from 0. */
  rank: number;
  start: number;
  end: number;
  /** As printed. */
  text: string;
  /** The cells, where it is a row. */
  cells: RowCell[] | null;
  /** Index tokens of the text. */
  tokens: ReadonlySet<string>;
  /** What identifies the row (codes, numbers, names), normalised; empty for sentences. */
  keys: readonly string[];
  /** The heading inside the passage that it stands under, where small sections share one; null: none. */
  heading: string | null;
  /** The line that opens the list that it belongs to ("Check the following:"), where there is one. */
  intro: { start: number; end: number } | null;
};

/** What a unit was judged by; all numbers 0..1 but `score`. */
export type ScoredUnit = EvidenceUnit & {
  score: number;
  /** 1 where it is the very row of a code that the question names. */
  keyed: number;
  /** A heading above it names one of the codes asked for. */
  headed: boolean;
  /** Weighted share of the question's words that the unit or its surroundings hold. */
  coverage: number;
  /** The same for the whole passage, every place counting alike. */
  passageCoverage: number;
  /** Share of the question's words that stand in the unit itself. */
  ownCoverage: number;
  /** 1: holds what the kind of question wants; 0: does not; 0.5: nothing special is wanted. */
  typeMatch: number;
};
