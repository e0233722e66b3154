/** One example: what was seen, what was true, and how much it counts. */
export type Example = { values: readonly number[]; positive: boolean; weight: number };

export type LogisticModel = { bias: number; weights: number[] };

export type FitOptions = {
  /** Strength of the pull towards small weights (ridge), or those of `towards`, on standardised values. */
  ridge: number;
  /** What the weights are pulled towards where examples say little: those of a model for the same question with more of them. */
  towards?: readonly number[];
  rounds: number;
};

/** Fits P(positive) = 1 / (1 + exp(-(bias + weights . values))) by Newton's method with a ridge penalty.
 *  Values are standardised inside and the weights given back for the values as they are; a value that never varies gets 0.
 *  Source: Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 4.4.1 (IRLS). */
export function fitLogistic(
  examples: readonly Example[],
  { ridge, rounds, towards }: FitOptions = { ridge: 1, rounds: 25 },
): LogisticModel {
  const { means, scales } = standardOf(examples);
  const rows = examples.map(({ values }) => [1, ...values.map((value, index) => (value - means[index]!) / scales[index]!)]);
  const centre = [0, ...scales.map((scale, index) => (towards?.[index] ?? 0) * scale)];
  let beta = centre;
  for (let round = 0; round < rounds; round += 1) beta = newtonStep(rows, examples, beta, { ridge, centre });
  const weights = beta.slice(1).map((value, index) => value / scales[index]!);
  const bias = weights.reduce((sum, weight, index) => sum - weight * means[index]!, beta[0]!);
  return { bias, weights };
}

function standardOf(examples: readonly Example[]): { means: number[]; scales: number[] } {
  const width = examples[0]?.values.length ?? 0;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const means = Array.from(
    { length: width },
    (_, index) => examples.reduce((sum, { values, weight }) => sum + weight * values[index]!, 0) / total,
  );
  const scales = means.map((mean, index) => {
    const variance = examples.reduce((sum, { values, weight }) => sum + weight * (values[index]! - mean) ** 2, 0) / total;
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { means, scales };
}

type Pull = { ridge: number; centre: readonly number[] };

function newtonStep(rows: readonly number[][], examples: readonly Example[], beta: readonly number[], { ridge, centre }: Pull): number[] {
  const size = beta.length;
  const gradient = beta.map((value, index) => (index === 0 ? 0 : -ridge * (value - centre[index]!)));
  const hessian = beta.map((_, row) => beta.map((__, column) => (row === column ? (row === 0 ? 1e-9 : ridge) : 0)));
  for (const [position, row] of rows.entries()) {
    const { positive, weight } = examples[position]!;
    const probability = 1 / (1 + Math.exp(-dot(row, beta)));
    const error = weight * ((positive ? 1 : 0) - probability);
    const curvature = weight * Math.max(probability * (1 - probability), 1e-6);
    for (let i = 0; i < size; i += 1) {
      gradient[i]! += error * row[i]!;
      for (let j = 0; j < size; j += 1) hessian[i]![j]! += curvature * row[i]! * row[j]!;
    }
  }
  const step = solve(hessian, gradient);
  return beta.map((value, index) => value + step[index]!);
}

function dot(one: readonly number[], two: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * two[index]!, 0);
}

/** Solves matrix . x = target by Gaussian elimination with pivoting; the matrix is positive definite. */
function solve(matrix: number[][], target: readonly number[]): number[] {
  const size = target.length;
  const rows = matrix.map((row, index) => [...row, target[index]!]);
  for (let column = 0; column < size; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row, offset) => (Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? column + offset : best), column);
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let index = column; index <= size; index += 1) rows[row]![index]! -= factor * rows[column]![index]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}
