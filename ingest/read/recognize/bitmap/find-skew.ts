import { type GrayImage, inkThreshold, shrink } from './gray-image.ts';

export type Lie = {
  /** Clockwise, radians: how far the lines fall off to the right. */
  angle: number;
  /** True where the lines run from top to bottom: the page lies on its side. */
  sideways: boolean;
};

/** Largest skew looked for, degrees. */
const MAX_DEGREES = 6;
/** Angles below this are left alone: turning a page blurs it a little. Degrees. */
const LEAST_DEGREES = 0.12;
/** The long side of the small picture that is measured, in pixels: a line of text keeps some eight. */
const MEASURED_SIDE = 1_100;
/** Edges in a row longer than this share of the width belong to rules and borders, not to letters. */
const LONGEST_EDGE = 0.05;
/** Text lies along one axis when its rows are sharper than its columns by this factor. */
const CLEARLY = 1.25;

/** How a page lies: by its projection profile, which is sharpest when looked at along the lines.
 *  Source: Postl 1986, "Detection of linear oblique structures and skew scan in digitized documents"; letters' lower edges
 *  are projected in place of ink, so that pictures and dark areas weigh little. */
export function findLie(image: GrayImage): Lie {
  const small = shrink(image, Math.max(1, Math.round(Math.max(image.width, image.height) / MEASURED_SIDE)));
  const across = bestAngle(lowerEdges(small));
  const down = bestAngle(lowerEdges(transposed(small)));
  const sideways = down.score > across.score * CLEARLY;
  // Seen through the diagonal, a turn goes the other way round.
  const angle = sideways ? -down.angle : across.angle;
  return { angle: Math.abs(angle) < radians(LEAST_DEGREES) ? 0 : angle, sideways };
}

type Points = { xs: number[]; ys: number[]; width: number; height: number };

function lowerEdges({ width, height, data }: GrayImage): Points {
  const threshold = inkThreshold({ width, height, data });
  const points: Points = { xs: [], ys: [], width, height };
  const longest = LONGEST_EDGE * width;
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x < width; x++) {
      let run = x;
      while (run < width && data[y * width + run]! <= threshold && data[(y + 1) * width + run]! > threshold) run++;
      if (run === x) continue;
      if (run - x < longest)
        for (let i = x; i < run; i++) {
          points.xs.push(i);
          points.ys.push(y);
        }
      x = run;
    }
  }
  return points;
}

function transposed({ width, height, data }: GrayImage): GrayImage {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x]!;
  return { width: height, height: width, data: turned };
}

function bestAngle(points: Points): { angle: number; score: number } {
  if (points.xs.length < 50) return { angle: 0, score: 0 };
  let best = { angle: 0, score: sharpness(points, 0) };
  const look = (from: number, to: number, step: number): void => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const score = sharpness(points, radians(degrees));
      if (score > best.score) best = { angle: radians(degrees), score };
    }
  };
  look(-MAX_DEGREES, MAX_DEGREES, 0.25);
  const middle = (best.angle * 180) / Math.PI;
  look(middle - 0.25, middle + 0.25, 0.03);
  return best;
}

/** Sum of the squared steps between neighbouring rows, for each point: high where rows of letters and gaps take turns. */
function sharpness({ xs, ys, width, height }: Points, angle: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.ceil(width * Math.abs(sin)) + 1;
  const rows = new Float64Array(height + 2 * reach + 2);
  for (let i = 0; i < xs.length; i++) rows[Math.round(ys[i]! * cos - xs[i]! * sin) + reach]!++;
  let sum = 0;
  for (let i = 1; i < rows.length; i++) sum += (rows[i]! - rows[i - 1]!) ** 2;
  return sum / xs.length;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
