/** A kept answer as the shelf sees it: what it is listed by, and the rest as JSON. */
export type ShelvedAnswer = {
  id: string;
  /** ISO time. */
  askedAt: string;
  question: string;
  /** The whole record as JSON text. */
  content: string;
};

/** Keeps the newest answers that were given, up to a number: the oldest go first.
 *  Durability: after `keep` resolves the answer survives the death of the process at any moment (kill -9); a power cut may take those
 *  of the last seconds, never the older ones and never the shelf.
 *  It never waits for what is written to the documents: its place is its own.
 *  Errors: store_full, store_busy, store_damaged, store_newer, store_closed. */
export interface AnswerShelf {
  /** The most that are kept; 0: none. */
  readonly most: number;
  keep(answer: ShelvedAnswer): Promise<void>;
  /** Null where there is none, or none any more. */
  get(id: string): Promise<ShelvedAnswer | null>;
  /** The newest `limit`, newest first. */
  list(limit: number): Promise<Omit<ShelvedAnswer, 'content'>[]>;
  /** False where there is none. What is removed is overwritten in the file. */
  remove(id: string): Promise<boolean>;
  /** Removes all; returns how many there were. */
  clear(): Promise<number>;
  close(): Promise<void>;
}
