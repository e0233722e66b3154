import type { AskRequest } from '../ask.ts';

/** One of the things that a question compares: what it is called, and the question as it is asked of it alone. */
export type ComparedSide = {
  name: string;
  request: AskRequest;
  /** True where only a column or row of a table shows that these are things to compare. */
  mustTell?: boolean;
};
