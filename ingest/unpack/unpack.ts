import type { MillwrightError } from '../../knowledge/errors.ts';

/** A file out of a package: unpacked to `path`, or why it was not. `name` is its path inside ("/" between parts, NFC). */
export type Part = { name: string; path: string; bytes: number } | { name: string; error: MillwrightError };

/** What is left to unpack for a package and all packages inside it together. */
export type UnpackBudget = { bytes: number; entries: number };

/** Bounds of one package: no usual delivery of manuals is larger, and a bomb stops here. */
export const DEFAULT_UNPACK_BUDGET: UnpackBudget = { bytes: 2_000_000_000, entries: 5_000 };

export type UnpackInput = {
  path: string;
  /** What people call the package: for messages. */
  name: string;
  /** A folder of the caller's own; each part lies in it until the next one is asked for. */
  into: string;
  /** Is used up. */
  budget: UnpackBudget;
};
