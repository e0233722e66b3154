import { tokenize } from '../../text/tokens.ts';
import type { Candidate, PassageStore, StoreQuery } from '../passage-store.ts';

/** Where the stores of one test live. */
export type StorePlace = {
  /** A store over this place's knowledge, as another process would open it; each call gives one more. */
  open(): Promise<PassageStore>;
  /** Closes what is still open and deletes the knowledge. */
  dispose(): Promise<void>;
};
export type MakeStorePlace = () => Promise<StorePlace>;

/** Runs a test over a fresh place with one store open. */
export function withStore(make: MakeStorePlace, test: (store: PassageStore, place: StorePlace) => Promise<void>) {
  return async () => {
    const place = await make();
    try {
      await test(await place.open(), place);
    } finally {
      await place.dispose();
    }
  };
}

/** A search by the words of a text, everything else as given. */
export function searchWords(store: PassageStore, text: string, query: Partial<StoreQuery> = {}): Promise<Candidate[]> {
  return store.search({ terms: termsOf(text), keys: [], limit: 20, ...query });
}

export function termsOf(text: string): StoreQuery['terms'] {
  return [...new Set(tokenize(text))].map((token) => ({ token, weight: 1 }));
}

/** "passage" or "passage/record", for short expectations. */
export function names(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ key, recordId }) => (recordId === null ? key.passageId : `${key.passageId}/${recordId}`));
}
