/** The threshold (two digits) that parts positives from negatives best: the highest mean of the shares of each side that
 *  lie on the right side of it, weights counted; of equal ones the middle. `negatives`: how much more the negatives' share counts. */
export function bestThreshold(examples: readonly { score: number; positive: boolean; weight: number }[], negatives = 1): number {
  const shares = Array.from({ length: 99 }, (_, index) => {
    const threshold = (index + 1) / 100;
    return { threshold, share: shareRight(examples, threshold, true) + negatives * shareRight(examples, threshold, false) };
  });
  const best = Math.max(...shares.map(({ share }) => share));
  const tied = shares.filter(({ share }) => share >= best - 1e-9);
  return tied[Math.floor((tied.length - 1) / 2)]!.threshold;
}

function shareRight(examples: readonly { score: number; positive: boolean; weight: number }[], threshold: number, side: boolean): number {
  const members = examples.filter(({ positive }) => positive === side);
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const right = members.filter(({ score }) => score >= threshold === side).reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : right / total;
}
