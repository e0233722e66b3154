export type Scored = { number: number; score: number };

/** The best of many scores, best first; equal ones by number. The list is cut back to the best whenever it is twice too long: far cheaper
 *  than sorting all, as after the first few hundred next to none enters. */
export function bestRows(scores: ReadonlyMap<number, number>, limit: number): Scored[] {
  let kept: Scored[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  const cut = () => {
    kept = kept.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, limit);
    if (kept.length === limit) floor = kept[limit - 1]?.score ?? Number.POSITIVE_INFINITY;
  };
  for (const [number, score] of scores) {
    if (score < floor) continue;
    kept.push({ number, score });
    if (kept.length >= limit * 2) cut();
  }
  cut();
  return kept;
}
