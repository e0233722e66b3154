import { beforeAddressed } from '../../knowledge/text/model-address/addressed-stretches.ts';
import type { Evidence } from '../evidence/select-evidence.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { CitationList } from './citations.ts';
import type { Draft, DraftStatement, Stretch } from './draft.ts';
import { noticesOf } from './notices.ts';
import { renderRow } from './render-row.ts';

/** Statements with their citations, and the notices that go before them, from what the evidence chose.
 *  The first citation is the first statement's; stretches that follow one another in a passage share a citation. */
export function composeDraft(evidence: Evidence, { words }: Understanding, citations = new CitationList()): Draft {
  const stretches = stretchesOf(evidence);
  const statements = groupContiguous(stretches).flatMap((group) => {
    const { passage, start } = group[0]!;
    const { n } = citations.cite(passage, start, group.at(-1)!.end);
    return group.map((stretch) => statementOf(stretch, n, words));
  });
  const notices = noticesOf(stretches, citations);
  return { statements, citations: citations.all, notices };
}

function stretchesOf({ units, procedure, ranked }: Evidence): Stretch[] {
  if (procedure !== null)
    return procedure.flatMap(({ passage, steps }) =>
      steps.flatMap(({ number, start, end }) => {
        const kept = beforeAddressed(passage.text, { start, end });
        return kept === null ? [] : [{ passage, ...kept, cells: null, step: number }];
      }),
    );
  const best = ranked[0];
  // The document of the best evidence speaks first; within it, reading order.
  const first = units.filter(({ hit }) => hit === best?.hit);
  const others = units.filter(({ hit }) => hit !== best?.hit);
  return [...first, ...others].map(({ hit, start, end, cells }) => ({ passage: hit.passage, start, end, cells, step: null }));
}

function groupContiguous(stretches: readonly Stretch[]): Stretch[][] {
  const groups: Stretch[][] = [];
  for (const stretch of stretches) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && follows(last, stretch)) groups.at(-1)!.push(stretch);
    else groups.push([stretch]);
  }
  return groups;
}

/** Steps of one passage belong together with the notices between them; others only where nothing stands between. */
function follows(before: Stretch, after: Stretch): boolean {
  if (before.passage !== after.passage || before.end > after.start) return false;
  if (before.step !== null && after.step !== null) return true;
  return before.passage.text.slice(before.end, after.start).trim() === '';
}

function statementOf(stretch: Stretch, n: number, words: readonly string[]): DraftStatement {
  const { passage, start, end, cells } = stretch;
  const text = cells === null ? passage.text.slice(start, end) : renderRow(cells, words);
  return { stretch, statement: { text, citations: [n], basis: cells === null ? 'quoted' : 'restated', verified: false } };
}
