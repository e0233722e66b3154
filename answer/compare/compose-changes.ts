import { CitationList } from '../compose/citations.ts';
import type { Draft, DraftStatement } from '../compose/draft.ts';
import { renderRow } from '../compose/render-row.ts';
import type { EvidenceUnit } from '../evidence/evidence-unit.ts';
import type { ComparedRevisions } from './compared-sides.ts';
import type { RevisionChange } from './revision-changes.ts';

/** A table with more rows is read by nobody; the answer says how many are left out. */
export const MOST_CHANGES = 60;

/** What each revision has, change by change, each cited in its own document. */
export function composeChanges(changes: readonly RevisionChange[], { olderName, newerName }: ComparedRevisions): Draft {
  const citations = new CitationList();
  const shown = changes.slice(0, MOST_CHANGES);
  const statements = shown.flatMap(({ older, newer }, change) => [
    ...(older === null ? [] : [statementOf(older, { citations, change, of: olderName })]),
    ...(newer === null ? [] : [statementOf(newer, { citations, change, of: newerName })]),
  ]);
  const unshown = changes.length - shown.length;
  return { statements, citations: citations.all, notices: [], sides: [olderName, newerName], changes: { unshown } };
}

type Place = { citations: CitationList; change: number; of: string };

function statementOf({ hit, start, end, text, cells }: EvidenceUnit, { citations, change, of }: Place): DraftStatement {
  const { n } = citations.cite(hit.passage, start, end);
  const said = cells === null ? text : renderRow(cells, []);
  return {
    statement: { text: said, citations: [n], basis: cells === null ? 'quoted' : 'restated', verified: false },
    stretch: { passage: hit.passage, start, end, cells, step: null },
    of,
    change,
  };
}
