import type { Box } from '../../knowledge/document/box.ts';

/** Intersection over union of two sets of boxes, exactly: the pages are cut along all edges. 0 for two empty sets. */
export function overlap(one: readonly Box[], two: readonly Box[]): number {
  let [shared, covered] = [0, 0];
  for (const page of new Set([...one, ...two].map((box) => box.page))) {
    const [a, b] = [one, two].map((boxes) => boxes.filter((box) => box.page === page));
    const xs = edges([...a!, ...b!].flatMap(({ x, width }) => [x, x + width]));
    const ys = edges([...a!, ...b!].flatMap(({ y, height }) => [y, y + height]));
    for (let row = 1; row < ys.length; row += 1)
      for (let column = 1; column < xs.length; column += 1) {
        const [x, y] = [(xs[column - 1]! + xs[column]!) / 2, (ys[row - 1]! + ys[row]!) / 2];
        const holds = (box: Box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
        const [inOne, inTwo] = [a!.some(holds), b!.some(holds)];
        const area = (xs[column]! - xs[column - 1]!) * (ys[row]! - ys[row - 1]!);
        if (inOne && inTwo) shared += area;
        if (inOne || inTwo) covered += area;
      }
  }
  return covered === 0 ? 0 : shared / covered;
}

function edges(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
