import type { Box } from '../../knowledge/document/box.ts';

/** A page of a kept original that is to be drawn. */
export type PageToRender = {
  /** Absolute path of the original. */
  path: string;
  /** From 1. */
  page: number;
  /** Pixels an inch. */
  dpi: number;
  /** The part to draw, as fractions of the displayed page; the whole page by default. */
  part?: PagePart;
};

export type PagePart = Pick<Box, 'x' | 'y' | 'width' | 'height'>;

export const WHOLE_PAGE: PagePart = { x: 0, y: 0, width: 1, height: 1 };
