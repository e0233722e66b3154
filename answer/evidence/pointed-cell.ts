import type { QuestionKind } from '../../knowledge/question/question-kind.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { type FoundCell, findCell } from './cell-lookup.ts';
import type { RowCell, ScoredUnit } from './evidence-unit.ts';
import type { Evidence } from './select-evidence.ts';

type Row = ScoredUnit & { cells: RowCell[] };

/** Of cells found that way in a table that the asker pointed at, so many were the right ones (bench/trust/aitqa.ts). */
const POINTED_CONFIDENCE = 0.75;

const ASK_FOR_CELLS: ReadonlySet<QuestionKind> = new Set(['value', 'parameter', 'list', 'definition', 'yes_no', 'other']);

/** The evidence where the asker said which documents to look in: the one cell that the question names by its row and its column,
 *  where there is one and no sentence answers. */
export function withPointedCell(evidence: Evidence, understanding: Understanding): Evidence {
  const { verdict, confidence, ranked } = evidence;
  const open = verdict === 'too_weak' || (verdict === 'answers' && evidence.procedure === null && ranked[0]?.cells !== null);
  const cell = open ? pointedCell(ranked, understanding) : null;
  if (cell === null) return evidence;
  return {
    ...evidence,
    verdict: 'answers',
    confidence: Math.max(confidence, POINTED_CONFIDENCE),
    units: [cell],
    ranked: [cell, ...ranked.filter(({ hit, start }) => hit !== cell.hit || start !== cell.start)],
  };
}

/** Such a question need not share most of its words with the table: it was pointed at. Null where row or column is left open. */
function pointedCell(ranked: readonly ScoredUnit[], { kind, question }: Understanding): ScoredUnit | null {
  if (!ASK_FOR_CELLS.has(kind)) return null;
  const tables = Map.groupBy(ranked.filter(isRow), ({ hit }) => hit);
  let best: FoundCell<Row> | null = null;
  for (const rows of tables.values()) {
    const found = findCell(
      rows.toSorted((a, b) => a.start - b.start),
      question,
    );
    if (found?.rowTold && found.columnTold && (best === null || found.score > best.score)) best = found;
  }
  return best && { ...best.row, cells: best.cells };
}

function isRow(unit: ScoredUnit): unit is Row {
  return unit.cells !== null;
}
