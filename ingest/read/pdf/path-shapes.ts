import type { Rect } from './geometry.ts';

export type Matrix = readonly number[];

/** A part of a drawn path in displayed points: an upright rectangle or straight rule, or the bounds of anything else. */
export type PathShape = { kind: 'straight' | 'slanted' | 'curved'; rect: Rect };

export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0]! * n[0]! + m[2]! * n[1]!,
    m[1]! * n[0]! + m[3]! * n[1]!,
    m[0]! * n[2]! + m[2]! * n[3]!,
    m[1]! * n[2]! + m[3]! * n[3]!,
    m[0]! * n[4]! + m[2]! * n[5]! + m[4]!,
    m[1]! * n[4]! + m[3]! * n[5]! + m[5]!,
  ];
}

export function transformRect(m: Matrix, [x1, y1, x2, y2]: readonly number[]): Rect {
  const xs = [m[0]! * x1! + m[2]! * y1!, m[0]! * x2! + m[2]! * y2!, m[0]! * x1! + m[2]! * y2!, m[0]! * x2! + m[2]! * y1!];
  const ys = [m[1]! * x1! + m[3]! * y1!, m[1]! * x2! + m[3]! * y2!, m[1]! * x1! + m[3]! * y2!, m[1]! * x2! + m[3]! * y1!];
  return {
    left: Math.min(...xs) + m[4]!,
    right: Math.max(...xs) + m[4]!,
    top: Math.min(...ys) + m[5]!,
    bottom: Math.max(...ys) + m[5]!,
  };
}

/** The path codes of pdfjs-dist 5.4 (DrawOPS, not exported by it), each followed by its coordinates. */
const MOVE = 0;
const LINE = 1;
const CURVE = 2;
const CLOSE = 3;

type Trail = { xs: number[]; ys: number[]; curved: boolean; closed: boolean };

/** Cuts a path into its sub-paths and says what each looks like on the page. */
export function pathShapes(data: Float32Array | null, matrix: Matrix): PathShape[] {
  if (data === null) return [];
  const shapes: PathShape[] = [];
  let trail: Trail = { xs: [], ys: [], curved: false, closed: false };
  const add = (x: number, y: number): void => {
    trail.xs.push(matrix[0]! * x + matrix[2]! * y + matrix[4]!);
    trail.ys.push(matrix[1]! * x + matrix[3]! * y + matrix[5]!);
  };
  const finish = (): void => {
    if (trail.xs.length > 1) shapes.push(...trailShapes(trail));
    trail = { xs: [], ys: [], curved: false, closed: false };
  };
  for (let i = 0; i < data.length; ) {
    const code = data[i]!;
    if (code === MOVE) finish();
    if (code === MOVE || code === LINE) {
      add(data[i + 1]!, data[i + 2]!);
      i += 3;
    } else if (code === CURVE) {
      trail.curved = true;
      add(data[i + 5]!, data[i + 6]!);
      i += 7;
    } else if (code === CLOSE) {
      trail.closed = true;
      i += 1;
    } else {
      trail.curved = true;
      add(data[i + 3]!, data[i + 4]!);
      i += 5;
    }
  }
  finish();
  return shapes;
}

/** Points nearer than this to an axis count as on it: half a point is below what print shows. */
const AXIS_SLACK = 0.5;

function trailShapes(trail: Trail): PathShape[] {
  const bounds: Rect = {
    left: Math.min(...trail.xs),
    right: Math.max(...trail.xs),
    top: Math.min(...trail.ys),
    bottom: Math.max(...trail.ys),
  };
  if (trail.curved) return [{ kind: 'curved', rect: bounds }];
  if (!trail.xs.every((x, i) => onAxis(trail, i, x))) return [{ kind: 'slanted', rect: bounds }];
  const thin = Math.min(bounds.right - bounds.left, bounds.bottom - bounds.top) <= AXIS_SLACK;
  if (thin || isRectangle(trail, bounds)) return [{ kind: 'straight', rect: bounds }];
  return legs(trail);
}

function onAxis(trail: Trail, i: number, x: number): boolean {
  if (i === 0) return true;
  return Math.abs(x - trail.xs[i - 1]!) <= AXIS_SLACK || Math.abs(trail.ys[i]! - trail.ys[i - 1]!) <= AXIS_SLACK;
}

function isRectangle(trail: Trail, bounds: Rect): boolean {
  if (trail.xs.length < 4 || trail.xs.length > 6) return false;
  const cornered = trail.xs.every((x, i) => near(x, bounds.left, bounds.right) && near(trail.ys[i]!, bounds.top, bounds.bottom));
  return cornered && (trail.closed || trail.xs.length >= 5);
}

const near = (value: number, a: number, b: number): boolean => Math.abs(value - a) <= AXIS_SLACK || Math.abs(value - b) <= AXIS_SLACK;

/** A staircase of straight legs (a grid drawn in one path): each leg on its own. */
function legs(trail: Trail): PathShape[] {
  const shapes: PathShape[] = [];
  const count = trail.xs.length;
  for (let i = 1; i < count + (trail.closed ? 1 : 0); i++) {
    const [x1, y1, x2, y2] = [trail.xs[i - 1]!, trail.ys[i - 1]!, trail.xs[i % count]!, trail.ys[i % count]!];
    shapes.push({
      kind: 'straight',
      rect: { left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) },
    });
  }
  return shapes;
}
