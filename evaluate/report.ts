import { z } from 'zod';
import { Reliability } from './metrics/reliability.ts';

const Share = z.number().min(0).max(1).nullable();

/** What a set of questions came to. Shares 0..1; null where no question counts for the share. docs/evaluate.md defines each. */
export const Metrics = z.object({
  n: z.int(),
  hit1: Share,
  hit5: Share,
  hit10: Share,
  mrr10: Share,
  ndcg10: Share,
  firstCitation: Share,
  cited: Share,
  contains: Share,
  refusalPrecision: Share,
  refusalRecall: Share,
  clarified: Share,
  auc: Share,
  latencyMs: z.object({ p50: z.number().nullable(), p95: z.number().nullable() }),
});
export type Metrics = z.infer<typeof Metrics>;

/** One line of `millwright evaluate --json`. Reports of earlier versions have no reliability. */
export const Report = Metrics.extend({ reliability: Reliability.optional(), byKind: z.record(z.string(), Metrics) });
export type Report = z.infer<typeof Report>;
