import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import type { NamedCode } from '../understand/named-things.ts';
import { identifierToken, namesCode } from './passage-words.ts';

type Search = { revisions: 'current' | 'all'; signal?: AbortSignal };

/** Those of the asked names that stand nowhere in the knowledge (of the revisions that are searched): what is not named cannot be answered,
 *  and a neighbour's answer (E-406 for E-407, KP-40 for KP-80) would be wrong. */
export async function unknownNames(
  codes: readonly NamedCode[],
  store: Pick<PassageStore, 'search' | 'passages'>,
  { revisions, signal }: Search,
): Promise<NamedCode[]> {
  if (codes.length === 0) return [];
  const candidates = await store.search(
    { terms: [], keys: codes.map(({ code }) => code), limit: KEY_CANDIDATES, filter: { revisions } },
    signal,
  );
  const keyed = new Set(candidates.flatMap(({ matchedKeys }) => matchedKeys));
  const unkeyed = codes.filter(({ code }) => !keyed.has(code));
  const written = await Promise.all(unkeyed.map((code) => isWritten(code, store, { revisions, ...(signal && { signal }) })));
  return unkeyed.filter((_, index) => !written[index]);
}

/** A name that is no key may still stand in a text, in a writing that only its token shows. */
async function isWritten(
  asked: NamedCode,
  store: Pick<PassageStore, 'search' | 'passages'>,
  { revisions, signal }: Search,
): Promise<boolean> {
  const token = identifierToken(asked);
  if (token === null) return false;
  const found = await store.search({ terms: [{ token, weight: 1 }], keys: [], limit: WRITTEN_CANDIDATES, filter: { revisions } }, signal);
  const passages = await store.passages(found.map(({ key }) => key));
  return passages.some(({ sectionPath, text }) => namesCode([...sectionPath, text].join('\n'), asked));
}

/** Enough that every asked key that exists shows itself. */
const KEY_CANDIDATES = 50;
/** A code's token is rare: the first few texts show whether it is this code. */
const WRITTEN_CANDIDATES = 12;
