import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type PageFrame, type Rect, turnRect } from './geometry.ts';
import { type Matrix, multiply, type PathShape, pathShapes, transformRect } from './path-shapes.ts';

/** A straight rule along an axis: `at` is its y (horizontal) or x (vertical), `from`..`to` its extent. Units: points. */
export type Rule = { at: number; from: number; to: number };

export type PageGraphics = {
  horizontal: Rule[];
  vertical: Rule[];
  /** Filled areas other than white, and stroked frames that are no plain rectangles (rounded corners). */
  fills: (Rect & { color: string })[];
  images: Rect[];
  /** Small round marks that word processors and browsers draw in place of a bullet character. */
  bullets: Rect[];
  /** Curves and slanted strokes: parts of drawings. */
  strokes: Rect[];
};

export type OperatorList = { fnArray: number[]; argsArray: unknown[] };

export function noGraphics(): PageGraphics {
  return { horizontal: [], vertical: [], fills: [], images: [], bullets: [], strokes: [] };
}

/** Ruled lines, filled areas and image places of a page, from its operator list.
 *  Images must have been left out at opening (maxImageSize 1): each then shows as a saved-and-restored group that
 *  transforms and paints nothing. Operators and arguments: pdfjs-dist 5.4, OPS. */
export function readPageGraphics(operators: OperatorList, viewportTransform: Matrix, frame: PageFrame): PageGraphics {
  const walker = new GraphicsWalker(viewportTransform, frame);
  for (let i = 0; i < operators.fnArray.length; i++) walker.step(operators.fnArray[i]!, operators.argsArray[i]);
  return walker.graphics;
}

type State = { matrix: Matrix; clip: Rect | null; fill: string; moved: boolean; painted: boolean };

/** Thickest filled rectangle that still counts as a rule, in points. */
const RULE_THICKNESS = 3;
/** Shortest rule kept, in points: shorter ones are parts of letters and symbols. */
const RULE_LENGTH = 6;
/** Smallest side of an image worth a figure, in points. */
const IMAGE_SIDE = 14;

class GraphicsWalker {
  readonly graphics = noGraphics();
  readonly #frame: PageFrame;
  #state: State;
  #stack: State[] = [];
  #clipNext = false;

  constructor(matrix: Matrix, frame: PageFrame) {
    this.#frame = frame;
    this.#state = { matrix, clip: null, fill: '#000000', moved: false, painted: false };
  }

  step(operator: number, args: unknown): void {
    switch (operator) {
      case OPS.save:
        this.#stack.push(this.#state);
        this.#state = { ...this.#state, moved: false, painted: false };
        break;
      case OPS.restore:
        this.#restore();
        break;
      case OPS.transform:
        this.#state.matrix = multiply(this.#state.matrix, args as Matrix);
        this.#state.moved = true;
        break;
      case OPS.paintFormXObjectBegin:
        this.#enterForm(args as [Matrix | null, number[] | null]);
        break;
      case OPS.paintFormXObjectEnd:
        this.#restore(false);
        break;
      case OPS.setFillRGBColor:
        this.#state.fill = String((args as unknown[])[0]);
        break;
      case OPS.clip:
      case OPS.eoClip:
        this.#clipNext = true;
        break;
      case OPS.constructPath:
        this.#path(args as [number, (Float32Array | null)[], Float32Array | null]);
        break;
      case OPS.paintSolidColorImageMask:
        // Rules of TeX and Ghostscript: a mask of one pixel, stretched.
        this.#state.painted = true;
        this.#shape({ kind: 'straight', rect: transformRect(this.#state.matrix, [0, 0, 1, 1]) }, true, false);
        break;
      case OPS.showText:
      case OPS.shadingFill:
        this.#state.painted = true;
        break;
      default:
        if (IMAGE_OPERATORS.has(operator)) this.#image();
    }
  }

  #enterForm([matrix, bounds]: [Matrix | null, number[] | null]): void {
    this.#stack.push(this.#state);
    this.#state = { ...this.#state, moved: false, painted: false };
    if (matrix) this.#state.matrix = multiply(this.#state.matrix, matrix);
    if (bounds) this.#state.clip = intersect(this.#state.clip, transformRect(this.#state.matrix, bounds));
  }

  #restore(mayBeImage = true): void {
    const inner = this.#state;
    if (mayBeImage && inner.moved && !inner.painted) this.#image();
    const outer = this.#stack.pop();
    if (outer === undefined) return;
    this.#state = outer;
    outer.painted ||= inner.painted || inner.moved;
  }

  #image(): void {
    this.#state.painted = true;
    const place = intersect(this.#state.clip, transformRect(this.#state.matrix, [0, 0, 1, 1]));
    if (place === null) return;
    const rect = this.#turn(place);
    if (rect.right - rect.left >= IMAGE_SIDE && rect.bottom - rect.top >= IMAGE_SIDE) this.graphics.images.push(rect);
  }

  #path([paint, data, bounds]: [number, (Float32Array | null)[], Float32Array | null]): void {
    if (this.#clipNext) {
      this.#clipNext = false;
      if (bounds) this.#state.clip = intersect(this.#state.clip, transformRect(this.#state.matrix, [...bounds]));
    }
    const filled = FILLING.has(paint);
    const stroked = STROKING.has(paint);
    if (!filled && !stroked) return;
    this.#state.painted = true;
    for (const shape of pathShapes(data?.[0] ?? null, this.#state.matrix)) this.#shape(shape, filled, stroked);
  }

  #shape(shape: PathShape, filled: boolean, stroked: boolean): void {
    const shown = intersect(this.#state.clip, shape.rect);
    if (shown === null) return;
    const rect = this.#turn(shown);
    const wide = rect.right - rect.left;
    const high = rect.bottom - rect.top;
    if (shape.kind === 'curved') this.#curved(rect, wide, high, filled);
    else if (shape.kind === 'slanted') this.graphics.strokes.push(rect);
    else if (Math.min(wide, high) <= RULE_THICKNESS) this.#rule(rect, wide, high, filled && !stroked);
    else {
      if (filled && !isWhite(this.#state.fill)) this.graphics.fills.push({ ...rect, color: this.#state.fill });
      if (stroked) this.#frameRules(rect);
    }
  }

  #curved(rect: Rect, wide: number, high: number, filled: boolean): void {
    if (wide <= 8 && high <= 8 && Math.abs(wide - high) < 1) this.graphics.bullets.push(rect);
    else {
      this.graphics.strokes.push(rect);
      // A rounded frame or coloured box.
      if (wide > 40 && high > 12) this.graphics.fills.push({ ...rect, color: filled ? this.#state.fill : 'outline' });
    }
  }

  #rule(rect: Rect, wide: number, high: number, filled: boolean): void {
    if (filled && isWhite(this.#state.fill)) return;
    if (wide >= high && wide >= RULE_LENGTH)
      this.graphics.horizontal.push({ at: (rect.top + rect.bottom) / 2, from: rect.left, to: rect.right });
    else if (high >= RULE_LENGTH) this.graphics.vertical.push({ at: (rect.left + rect.right) / 2, from: rect.top, to: rect.bottom });
    else if (filled && wide > 1 && high > 1) this.graphics.bullets.push(rect);
  }

  #frameRules(rect: Rect): void {
    const { horizontal, vertical } = this.graphics;
    horizontal.push({ at: rect.top, from: rect.left, to: rect.right }, { at: rect.bottom, from: rect.left, to: rect.right });
    vertical.push({ at: rect.left, from: rect.top, to: rect.bottom }, { at: rect.right, from: rect.top, to: rect.bottom });
  }

  #turn(rect: Rect): Rect {
    const { displayWidth, displayHeight, turns } = this.#frame;
    return turns === 0 ? rect : turnRect(rect, displayWidth, displayHeight, turns);
  }
}

function intersect(clip: Rect | null, rect: Rect): Rect | null {
  if (clip === null) return rect;
  const cut = {
    left: Math.max(clip.left, rect.left),
    top: Math.max(clip.top, rect.top),
    right: Math.min(clip.right, rect.right),
    bottom: Math.min(clip.bottom, rect.bottom),
  };
  return cut.right < cut.left || cut.bottom < cut.top ? { left: 0, top: 0, right: 0, bottom: 0 } : cut;
}

const isWhite = (color: string): boolean => /^#f[c-f]f[c-f]f[c-f]$/i.test(color);

const FILLING = new Set<number>([OPS.fill, OPS.eoFill, OPS.fillStroke, OPS.eoFillStroke, OPS.closeFillStroke, OPS.closeEOFillStroke]);
const STROKING = new Set<number>([
  OPS.stroke,
  OPS.closeStroke,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);
const IMAGE_OPERATORS = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
]);
