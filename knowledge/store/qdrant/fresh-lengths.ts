import { type Ledger, UNIT_KINDS, type UnitKind } from '../ledger.ts';
import type { WordLengths } from '../store-contents.ts';
import { countEdition, type EditionContent, editionWords } from './edition-points.ts';
import type { PointKeeper } from './point-keeper.ts';

/** BM25 compares the length of a unit with the average; a share of it that no ranking notices. */
const TOLERANCE = 0.01;

type Averages = Record<UnitKind, number>;
export type LengthParts = {
  ledger: Ledger;
  keeper: PointKeeper;
  /** Documents that keep the averages they came with. */
  kept: WordLengths;
  read: (edition: number) => Promise<Pick<EditionContent, 'passages' | 'records'>>;
};

/** Writes the words of documents anew that were written when the average unit was shorter or longer than it is now. Readers see either
 *  score of a unit meanwhile, and always all units. */
export async function refreshLengths({ ledger, keeper, kept, read }: LengthParts, signal?: AbortSignal): Promise<void> {
  const none = countEdition({ title: '', passages: [], records: [] });
  const now = (await ledger.editions.basis({ documentId: '', identity: { title: '' } }, none)).averages;
  for (const { edition, documentId, title, averages: written } of await ledger.editions.live()) {
    if (signal?.aborted) return;
    const averages = kept.get(documentId) ?? now;
    if (kept.has(documentId) ? isSame(written, averages) : isNear(written, averages)) continue;
    const collection = await ledger.collections.current();
    if (collection === null) return;
    const content = { documentId, title, ...(await read(edition)) };
    if (await keeper.collections.writeVectors(collection.number, [...editionWords(content, { edition, averages })]))
      await ledger.editions.noteAverages(edition, averages);
  }
}

function isNear(written: Averages, now: Averages): boolean {
  return UNIT_KINDS.every((kind) => Math.abs(written[kind] - now[kind]) <= TOLERANCE * Math.max(1, now[kind]));
}

function isSame(one: Averages, other: Averages): boolean {
  return UNIT_KINDS.every((kind) => one[kind] === other[kind]);
}
