import type { Answer } from '../../knowledge/document/answer.ts';
import type { Retrieval } from '../../knowledge/retrieve/retriever.ts';
import type { Evidence } from '../evidence/select-evidence.ts';
import { equipmentOf } from '../evidence/sibling-machines.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { conversionsFor } from './conversions.ts';
import type { Draft } from './draft.ts';
import { PHRASES } from './phrases.ts';
import { relatedPassages } from './related.ts';
import { renderAnswer, renderClarification, renderNotFound } from './render-answer.ts';
import type { Searched } from './searched.ts';

export type ComposeInput = {
  /** Checked: what remains of it may be said. */
  draft: Draft;
  evidence: Evidence;
  understanding: Understanding;
  retrieval: Retrieval;
  searched: Searched;
};

export type ComposedAnswer = Omit<Answer, 'id' | 'kept' | 'question' | 'usage' | 'timings' | 'trace'>;

/** The answer as its reader gets it: answered, asked back, or not found. */
export function composeAnswer(input: ComposeInput): ComposedAnswer {
  const { draft, evidence, understanding, retrieval } = input;
  const common = {
    language: understanding.answerLanguage,
    confidence: evidence.confidence,
    understood: { machines: understanding.machines, ...(retrieval.spelling.length > 0 && { spelling: [...retrieval.spelling] }) },
  };
  const conversions = conversionsFor(understanding.question, draft);
  const related = relatedPassages(retrieval.hits, draft.citations);
  if (draft.statements.length > 0)
    return {
      ...common,
      outcome: 'answered',
      text: renderAnswer(draft, understanding, conversions),
      statements: draft.statements.map(({ statement }) => statement),
      citations: draft.citations,
      notices: draft.notices,
      ...(conversions.length > 0 && { conversions }),
      ...(draft.conflicts && { conflicts: [...draft.conflicts] }),
      related,
    };
  const silent = { ...common, statements: [], citations: [], notices: [], related };
  if (evidence.verdict === 'differs_by_machine') return { ...silent, outcome: 'clarify', ...clarification(evidence, understanding) };
  return { ...silent, outcome: 'not_found', text: renderNotFound(evidence, understanding, { searched: input.searched, related }) };
}

function clarification({ siblings }: Evidence, understanding: Understanding) {
  const machines = [...new Set(siblings.flatMap((unit) => equipmentOf(unit).slice(0, 1)))];
  return {
    text: renderClarification(machines, understanding),
    clarification: {
      question: PHRASES[understanding.answerLanguage].whichMachine,
      options: machines.map((name) => ({ label: name, scope: { equipment: [name] } })),
    },
  };
}
