import type { Answerer } from '../answer/answerer.ts';
import type { Scope } from '../knowledge/document/answer.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import type { Retriever } from '../knowledge/retrieve/retriever.ts';
import type { GoldQuestion } from './gold-question.ts';
import type { MeasuredQuestion } from './measured-question.ts';
import type { Place } from './metrics/places.ts';
import type { Report } from './report.ts';
import { summarize } from './summarize.ts';

export type Evaluation = {
  questions: readonly GoldQuestion[];
  answerer: Pick<Answerer, 'ask'>;
  retriever: Retriever;
  /** Called after each question, with what came of it. */
  onQuestion?: (measured: MeasuredQuestion, done: number, total: number) => void;
  signal?: AbortSignal;
};

/** Deep enough that ten distinct pages are among the passages. */
const RANKED_PASSAGES = 30;

/** Asks every question, one after another, and compares with the truth. A question's scope is respected by both
 *  the ranking and the answer. Errors: whatever asking throws ends the evaluation; cancelled. */
export async function evaluateQuestions(evaluation: Evaluation): Promise<Report> {
  return summarize(await measureQuestions(evaluation));
}

/** The same, question by question. */
export async function measureQuestions({ questions, answerer, retriever, onQuestion, signal }: Evaluation): Promise<MeasuredQuestion[]> {
  const measured: MeasuredQuestion[] = [];
  for (const gold of questions) {
    if (signal?.aborted) throw new MillwrightError('The evaluation was cancelled.', { code: 'cancelled' });
    const scope = gold.scope ?? undefined;
    const began = performance.now();
    const answer = await answerer.ask({ question: gold.question, ...(scope && { scope }) }, { ...(signal && { signal }) });
    const ms = performance.now() - began;
    const one = { gold, answer, ms, ranked: await rank(retriever, gold, scope, signal) };
    measured.push(one);
    onQuestion?.(one, measured.length, questions.length);
  }
  return measured;
}

async function rank(retriever: Retriever, gold: GoldQuestion, scope: Scope | undefined, signal?: AbortSignal): Promise<Place[]> {
  if (!gold.answerable || gold.gold.length === 0) return [];
  const { hits } = await retriever.retrieve({ text: gold.question, limit: RANKED_PASSAGES, ...(scope && { scope }) }, signal);
  return hits.map(({ passage }) => ({
    file: passage.document.file,
    passageId: passage.externalId,
    page: passage.page,
    pageEnd: passage.pageEnd,
  }));
}
