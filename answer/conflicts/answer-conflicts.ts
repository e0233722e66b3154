import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import type { Retrieval } from '../../knowledge/retrieve/retriever.ts';
import { collectUnits } from '../evidence/collect-units.ts';
import type { EvidenceUnit } from '../evidence/evidence-unit.ts';
import type { Evidence } from '../evidence/select-evidence.ts';
import { type Conflict, findConflicts } from './find-conflicts.ts';
import { sayingsOf } from './saying.ts';

/** What other current places among all that was retrieved say against the sentences, rows and steps that answer; those first. */
export function answerConflicts(evidence: Evidence, retrieval: Retrieval, machines: readonly KnownMachine[]): Conflict[] {
  const given = evidence.procedure === null ? evidence.units : insideSteps(evidence);
  const said = given.flatMap((unit) => sayingsOf(unit, machines));
  if (said.length === 0) return [];
  const looked = new Set(evidence.ranked.map(({ hit }) => hit));
  const further = retrieval.hits.flatMap((hit, rank) => (looked.has(hit) ? [] : collectUnits(hit, rank)));
  const subjects = new Set(said.flatMap(({ subject }) => [...subject]));
  const coded = said.some(({ code }) => code !== null);
  const near = [...evidence.ranked, ...further].filter(
    ({ text, tokens, cells }) => /\d/.test(text) && ((coded && cells !== null) || !subjects.isDisjointFrom(tokens)),
  );
  return findConflicts(
    said,
    near.flatMap((unit) => sayingsOf(unit, machines)),
  );
}

function insideSteps({ procedure, ranked }: Evidence): EvidenceUnit[] {
  return ranked.filter(({ hit, start, end }) =>
    procedure?.some(
      ({ passage: { id, document }, steps }) =>
        id === hit.passage.id && document.id === hit.passage.document.id && steps.some((step) => step.start <= start && end <= step.end),
    ),
  );
}
