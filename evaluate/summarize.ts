import type { MeasuredQuestion } from './measured-question.ts';
import { containsAll } from './metrics/contains.ts';
import { isAt, type Place } from './metrics/places.ts';
import { scoreRanking } from './metrics/ranking.ts';
import { reliabilityOf } from './metrics/reliability.ts';
import { areaUnderCurve, mean, percentile } from './metrics/statistics.ts';
import type { Metrics, Report } from './report.ts';

/** The report over all questions and over those of each kind. */
export function summarize(questions: readonly MeasuredQuestion[]): Report {
  const kinds = [...new Set(questions.flatMap(({ gold }) => gold.kind ?? []))].sort();
  const byKind = kinds.map((kind) => [kind, metricsOf(questions.filter(({ gold }) => gold.kind === kind))] as const);
  const scored = questions.map(({ answer, gold }) => ({ confidence: answer.confidence, answerable: gold.answerable }));
  return { ...metricsOf(questions), reliability: reliabilityOf(scored), byKind: Object.fromEntries(byKind) };
}

function metricsOf(questions: readonly MeasuredQuestion[]): Metrics {
  const answerable = questions.filter(({ gold }) => gold.answerable);
  const unanswerable = questions.filter(({ gold }) => !gold.answerable);
  const refused = questions.filter(({ answer }) => answer.outcome === 'not_found');
  const rankings = answerable.filter(({ gold }) => gold.gold.length > 0).map(({ ranked, gold }) => scoreRanking(ranked, gold.gold));
  // A question that should be asked back has no one right place or text.
  const direct = answerable.filter(({ gold }) => gold.expected_outcome !== 'clarify');
  const placed = direct.filter(({ gold }) => gold.gold.length > 0);
  const worded = direct.filter(({ gold }) => (gold.expected_contains?.length ?? 0) > 0);
  const toClarify = questions.filter(({ gold }) => gold.expected_outcome === 'clarify');
  return {
    n: questions.length,
    ...meanRanking(rankings),
    firstCitation: share(placed, ({ answer, gold }) => citesGold(placesOf(answer).slice(0, 1), gold.gold)),
    cited: share(placed, ({ answer, gold }) => citesGold(placesOf(answer), gold.gold)),
    contains: share(worded, ({ answer, gold }) => containsAll(answer.text, gold.expected_contains!, gold.accept ?? {})),
    refusalPrecision: share(refused, ({ gold }) => !gold.answerable),
    refusalRecall: share(unanswerable, ({ answer }) => answer.outcome === 'not_found'),
    clarified: share(toClarify, ({ answer }) => answer.outcome === 'clarify'),
    auc: areaUnderCurve(
      answerable.map(({ answer }) => answer.confidence),
      unanswerable.map(({ answer }) => answer.confidence),
    ),
    latencyMs: { p50: roundedPercentile(questions, 0.5), p95: roundedPercentile(questions, 0.95) },
  };
}

function meanRanking(rankings: ReturnType<typeof scoreRanking>[]) {
  const of = (name: keyof ReturnType<typeof scoreRanking>) => mean(rankings.map((ranking) => ranking[name]));
  return { hit1: of('hit1'), hit5: of('hit5'), hit10: of('hit10'), mrr10: of('mrr10'), ndcg10: of('ndcg10') };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number | null {
  return mean(items.map((item) => (holds(item) ? 1 : 0)));
}

function roundedPercentile(questions: readonly MeasuredQuestion[], at: number): number | null {
  const value = percentile(
    questions.map(({ ms }) => ms),
    at,
  );
  return value === null ? null : Math.round(value * 100) / 100;
}

function citesGold(places: readonly Place[], gold: MeasuredQuestion['gold']['gold']): boolean {
  return places.some((place) => gold.some((entry) => isAt(place, entry)));
}

function placesOf(answer: MeasuredQuestion['answer']): Place[] {
  return answer.citations.map(({ file, passageId, page, pageEnd }) => ({ file, passageId, page, pageEnd }));
}
