import type { GoldPlace } from '../gold-question.ts';

/** Where something retrieved or cited stands. */
export type Place = { file: string; passageId: string; page: number | null; pageEnd: number | null };

/** The unit in which a question's ranking is counted: the finest that its gold names. */
export type Granularity = 'passage' | 'page' | 'document';

export function granularityOf(gold: readonly GoldPlace[]): Granularity {
  if (gold.some((place) => place.passage_id != null)) return 'passage';
  return gold.some((place) => place.page != null) ? 'page' : 'document';
}

/** True where the place is what the gold names: same passage; else a page within it; else the same document. */
export function isAt(place: Place, gold: GoldPlace): boolean {
  if (place.file !== gold.doc_id) return false;
  if (gold.passage_id != null) return place.passageId === gold.passage_id;
  if (gold.page != null) return place.page !== null && place.page <= gold.page && gold.page <= (place.pageEnd ?? place.page);
  return true;
}

/** The places that count as ranks, in order: one that brings no passage, page or document not seen before is left out. */
export function distinctPlaces(places: readonly Place[], granularity: Granularity): Place[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const names = namesOf(place, granularity).filter((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return names.length > 0;
  });
}

function namesOf({ file, passageId, page, pageEnd }: Place, granularity: Granularity): string[] {
  if (granularity === 'document' || (granularity === 'page' && page === null)) return [file];
  if (granularity === 'passage') return [`${file}\n${passageId}`];
  return Array.from({ length: (pageEnd ?? page!) - page! + 1 }, (_, index) => `${file}\n${page! + index}`);
}
