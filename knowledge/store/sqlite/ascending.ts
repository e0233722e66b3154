/** Where a number stands, or would stand, in an ascending list, from `start` on: near ones are found in a few steps. */
export function placeOf(list: Int32Array, number: number, start = 0): number {
  let step = 1;
  let low = start;
  while (low + step < list.length && list[low + step]! < number) {
    low += step;
    step *= 2;
  }
  let high = Math.min(list.length, low + step + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
