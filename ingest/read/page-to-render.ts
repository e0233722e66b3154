/** A page of a kept original that is to be drawn. */
export type PageToRender = {
  /** Absolute path of the original. */
  path: string;
  /** From 1. */
  page: number;
  /** Pixels an inch. */
  dpi: number;
};
