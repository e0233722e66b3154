import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import type { FoundCode } from '../../knowledge/text/codes.ts';
import { identifierToken } from './passage-words.ts';

/** Those of the asked names that stand nowhere in the knowledge: what is not named cannot be answered,
 *  and a neighbour's answer (E-406 for E-407, KP-40 for KP-80) would be wrong. */
export async function unknownNames(
  codes: readonly FoundCode[],
  store: Pick<PassageStore, 'search' | 'catalogue'>,
  signal?: AbortSignal,
): Promise<FoundCode[]> {
  if (codes.length === 0) return [];
  const tokens = codes.map((code) => identifierToken(code));
  const { counts } = await store.catalogue.frequencies(tokens.map((token) => token ?? ''));
  const unseen = codes.filter((_, index) => (counts[index] ?? 0) === 0);
  if (unseen.length === 0) return [];
  const candidates = await store.search({ terms: [], keys: unseen.map(({ code }) => code), limit: KEY_CANDIDATES }, signal);
  const keyed = new Set(candidates.flatMap(({ matchedKeys }) => matchedKeys));
  return unseen.filter(({ code }) => !keyed.has(code));
}

/** Enough that every asked key that exists shows itself. */
const KEY_CANDIDATES = 50;
