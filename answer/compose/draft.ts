import type { Answer, AnswerConflict, Citation, Statement } from '../../knowledge/document/answer.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import type { RowCell } from '../evidence/evidence-unit.ts';

/** A stretch of a passage that is quoted: a sentence, a row, a step. */
export type Stretch = {
  passage: StoredPassage;
  start: number;
  end: number;
  cells: RowCell[] | null;
  /** Printed number of a step; null for others. */
  step: string | null;
};

/** A statement with what it was made from, so that it can be checked. */
export type DraftStatement = {
  statement: Statement;
  stretch: Stretch;
  /** In a comparison: the side that it is said of. */
  of?: string;
  /** In a list of what changed: which change it belongs to. */
  change?: number;
};

/** An answer's changing parts, before the check. */
export type Draft = {
  statements: DraftStatement[];
  citations: Citation[];
  notices: Answer['notices'];
  /** True where a model worded the statements: they are no quotations. */
  worded?: boolean;
  /** In a comparison: its sides, also those of which nothing is said. */
  sides?: readonly string[];
  /** Where everything that two revisions differ in is listed: how many changes are left out. */
  changes?: { unshown: number };
  /** Where current documents give different values; each of its citations is among those above. */
  conflicts?: readonly AnswerConflict[];
};
