import { z } from 'zod';
import { mean } from './statistics.ts';

/** Questions by their confidence: where it is right, the mean confidence of a bin is the share of it that the documents answer. */
export const Reliability = z.object({
  /** Ten, each `from` (inclusive) `to` (exclusive but for the last); null where no question lies in it. */
  bins: z.array(
    z.object({ from: z.number(), to: z.number(), n: z.int(), predicted: z.number().nullable(), answerable: z.number().nullable() }),
  ),
  /** Expected calibration error: how far the two lie apart, over all questions; null of none. */
  calibrationError: z.number().nullable(),
});
export type Reliability = z.infer<typeof Reliability>;

const BINS = 10;

/** `scored`: the confidence of each question, and whether the documents answer it. */
export function reliabilityOf(scored: readonly { confidence: number; answerable: boolean }[]): Reliability {
  const binOf = (confidence: number) => Math.min(BINS - 1, Math.floor(confidence * BINS));
  const bins = Array.from({ length: BINS }, (_, index) => {
    const members = scored.filter(({ confidence }) => binOf(confidence) === index);
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      n: members.length,
      predicted: mean(members.map(({ confidence }) => confidence)),
      answerable: mean(members.map(({ answerable }) => (answerable ? 1 : 0))),
    };
  });
  const apart = bins.reduce((sum, { n, predicted, answerable }) => sum + n * Math.abs((predicted ?? 0) - (answerable ?? 0)), 0);
  return { bins, calibrationError: scored.length === 0 ? null : apart / scored.length };
}
