export type RankedItem = {
  values: number[];
  /** What rules add to its score, whatever the weights. */
  offset: number;
  gold: boolean;
  /** What the present model gives. */
  score: number;
};
/** The passages of one question. */
export type RankedList = { items: RankedItem[]; weight: number };

const ROUNDS = 400;
const LEARNING_RATE = 0.05;
/** Of .001 to .03 the value at which a model fitted on other sets did best on the one left out. */
const RIDGE = 1e-2;
/** Adam (Kingma and Ba 2015), its usual constants. */
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Weights of a linear ranking that makes gold items likely among the items of their list (softmax cross entropy, ListNet's
 *  top-one loss: Cao et al. 2007), with a small ridge on standardised features. For raw features. Lists without gold do not count. */
export function fitListwise(lists: readonly RankedList[]): number[] {
  const told = lists.filter(({ items }) => items.some(({ gold }) => gold));
  const { mean, deviation } = standards(told.flatMap(({ items }) => items.map(({ values }) => values)));
  const prepared = told.map(({ items, weight }) => ({
    rows: items.map(({ values }) => values.map((value, index) => (value - mean[index]!) / deviation[index]!)),
    offsets: items.map(({ offset }) => offset),
    target: items.map(({ gold }) => (gold ? 1 / items.filter((item) => item.gold).length : 0)),
    weight,
  }));
  const total = prepared.reduce((sum, { weight }) => sum + weight, 0);
  const weights = mean.map(() => 0);
  const first = mean.map(() => 0);
  const second = mean.map(() => 0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = weights.map((weight) => RIDGE * weight);
    for (const { rows, offsets, target, weight } of prepared) {
      const chances = softmax(rows.map((row, item) => offsets[item]! + dot(weights, row)));
      rows.forEach((row, item) => {
        const error = (weight / total) * (chances[item]! - target[item]!);
        for (let index = 0; index < row.length; index += 1) gradient[index]! += error * row[index]!;
      });
    }
    gradient.forEach((slope, index) => {
      first[index] = BETA1 * first[index]! + (1 - BETA1) * slope;
      second[index] = BETA2 * second[index]! + (1 - BETA2) * slope ** 2;
      const step = first[index]! / (1 - BETA1 ** round) / (Math.sqrt(second[index]! / (1 - BETA2 ** round)) + EPSILON);
      weights[index]! -= LEARNING_RATE * step;
    });
  }
  return weights.map((weight, index) => weight / deviation[index]!);
}

export function scoreOf(weights: readonly number[], { values, offset }: RankedItem): number {
  return offset + dot(weights, values);
}

function standards(rows: readonly number[][]): { mean: number[]; deviation: number[] } {
  const width = rows[0]?.length ?? 0;
  const mean = Array.from({ length: width }, (_, index) => rows.reduce((sum, row) => sum + row[index]!, 0) / rows.length);
  const deviation = mean.map(
    (middle, index) => Math.sqrt(rows.reduce((sum, row) => sum + (row[index]! - middle) ** 2, 0) / rows.length) + 1e-6,
  );
  return { mean, deviation };
}

function softmax(scores: readonly number[]): number[] {
  const high = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - high));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function dot(one: readonly number[], two: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * two[index]!, 0);
}
