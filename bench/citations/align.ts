/** Where in `text` a string stands that is most like `wanted` (insertions, deletions and changes counted; Sellers 1980); null where more
 *  than `most` of its characters differ. */
export function alignedAt(wanted: string, text: string, most: number): { start: number; end: number } | null {
  let costs = Array.from({ length: text.length + 1 }, () => 0);
  let starts = Array.from({ length: text.length + 1 }, (_, at) => at);
  for (let i = 1; i <= wanted.length; i += 1) {
    const [nextCosts, nextStarts] = [[i], [0]];
    for (let at = 1; at <= text.length; at += 1) {
      const changed = costs[at - 1]! + (wanted[i - 1] === text[at - 1] ? 0 : 1);
      const [left, above] = [nextCosts[at - 1]! + 1, costs[at]! + 1];
      const least = Math.min(changed, left, above);
      nextCosts.push(least);
      nextStarts.push(least === changed ? starts[at - 1]! : least === left ? nextStarts[at - 1]! : starts[at]!);
    }
    [costs, starts] = [nextCosts, nextStarts];
  }
  const end = costs.indexOf(Math.min(...costs));
  return costs[end]! > most * wanted.length ? null : { start: starts[end]!, end };
}
