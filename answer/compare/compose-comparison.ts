import type { Retrieval } from '../../knowledge/retrieve/retriever.ts';
import { CitationList } from '../compose/citations.ts';
import { composeDraft } from '../compose/compose-draft.ts';
import type { Draft } from '../compose/draft.ts';
import type { Evidence } from '../evidence/select-evidence.ts';
import type { Understanding } from '../understand/understand-question.ts';

/** A side with what its documents say. `isVariant`: it is a column or row of a table, and has its name. */
export type FoundSide = { name: string; isVariant: boolean; understanding: Understanding; retrieval: Retrieval; evidence: Evidence };

/** Statements that one side brings. */
const MOST_OF_A_SIDE = 3;

/** All sides' statements under one list of citations, each with the side that it is said of. */
export function composeComparison(sides: readonly FoundSide[]): Draft {
  const citations = new CitationList();
  const drafts = sides.map(({ name, evidence, understanding }) => ({
    name,
    draft: evidence.verdict === 'answers' ? composeDraft(evidence, understanding, citations) : null,
  }));
  return {
    sides: sides.map(({ name }) => name),
    statements: drafts.flatMap(({ name, draft }) =>
      (draft?.statements ?? []).slice(0, MOST_OF_A_SIDE).map((said) => ({ ...said, of: name })),
    ),
    citations: citations.all,
    notices: drafts.flatMap(({ draft }) => draft?.notices ?? []),
  };
}

/** What the sides' evidence is as one: as sure as the least sure side that answers. */
export function joinedEvidence(sides: readonly FoundSide[]): { evidence: Evidence; retrieval: Retrieval } {
  const answering = sides.filter(({ evidence }) => evidence.verdict === 'answers');
  const [first] = answering;
  const hits = sides.flatMap(({ retrieval }) => retrieval.hits).toSorted((a, b) => b.score - a.score);
  const confidence = Math.min(...answering.map(({ evidence }) => evidence.confidence));
  const units = answering.flatMap(({ evidence }) => evidence.units);
  return { evidence: { ...first!.evidence, confidence, units }, retrieval: { ...first!.retrieval, hits } };
}
