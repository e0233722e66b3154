import type { Answer, AnswerReplay, Citation, Problem, Scope, Statement } from '../../../server/api/schemas.ts';

/** A question and how far its answer has come. */
export type Turn = {
  id: string;
  question: string;
  scope: Scope | null;
  stage: string | null;
  citations: Citation[];
  statements: Statement[];
  answer: Answer | null;
  problem: Problem | null;
  cancelled: boolean;
  /** Where it is a kept answer that was called up: how its documents stand now. */
  replay: AnswerReplay | null;
};

export function newTurn(question: string, scope: Scope | null): Turn {
  return {
    id: crypto.randomUUID?.() ?? String(Math.random()),
    question,
    scope,
    stage: 'understand',
    citations: [],
    statements: [],
    answer: null,
    problem: null,
    cancelled: false,
    replay: null,
  };
}

/** A kept answer as a turn of its own. */
export function replayedTurn(replay: AnswerReplay): Turn {
  const { answer, request } = replay;
  return { ...newTurn(request.question, request.scope ?? null), stage: null, answer, citations: answer.citations, replay };
}

export function isRunning(turn: Turn): boolean {
  return turn.answer === null && turn.problem === null && !turn.cancelled;
}

/** The turn after one event of POST /ask. */
export function withEvent(turn: Turn, event: string, data: unknown): Turn {
  switch (event) {
    case 'stage':
      return { ...turn, stage: data as string };
    case 'citation':
      return { ...turn, citations: [...turn.citations, data as Citation] };
    case 'statement':
      return { ...turn, statements: [...turn.statements, data as Statement] };
    case 'withdrawn':
      return { ...turn, citations: [], statements: [] };
    case 'answer':
      return { ...turn, stage: null, answer: data as Answer, citations: (data as Answer).citations };
    case 'error':
      return { ...turn, stage: null, problem: data as Problem };
    default:
      return turn;
  }
}
