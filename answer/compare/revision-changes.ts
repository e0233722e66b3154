import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore, StoredPassage } from '../../knowledge/store/passage-store.ts';
import { collectUnits } from '../evidence/collect-units.ts';
import type { EvidenceUnit } from '../evidence/evidence-unit.ts';

/** A sentence, step or row that one revision has otherwise than the other, or that only one has. */
export type RevisionChange = { older: EvidenceUnit | null; newer: EvidenceUnit | null };

/** Two units of one section are the same thing, said anew, from this share of common words on; in other sections, from this. */
const SAME_THING = 0.5;
const SAME_THING_ELSEWHERE = 0.8;
/** Passages that are read at once. */
const AT_ONCE = 200;

/** What differs between two documents, in the reading order of the newer one; what only the older one has stands at the end.
 *  Where a sentence stands, how often, and its white space are no differences. Errors: the store's; cancelled. */
export async function revisionChanges(
  { older, newer }: { older: string; newer: string },
  store: Pick<PassageStore, 'catalogue' | 'passages'>,
  signal?: AbortSignal,
): Promise<RevisionChange[]> {
  const [before, after] = [await unitsOf(older, store, signal), await unitsOf(newer, store, signal)];
  const [had, has] = [before, after].map((units) => new Set(units.map(essence))) as [Set<string>, Set<string>];
  const gone = before.filter((unit) => !has.has(essence(unit)));
  const come = after.filter((unit) => !had.has(essence(unit)));
  const taken = new Set<EvidenceUnit>();
  const changes = come.map((unit): RevisionChange => {
    const former = mostAlike(
      unit,
      gone.filter((each) => !taken.has(each)),
    );
    if (former !== null) taken.add(former);
    return { older: former, newer: unit };
  });
  return [...changes, ...gone.filter((unit) => !taken.has(unit)).map((unit) => ({ older: unit, newer: null }))];
}

async function unitsOf(
  documentId: string,
  store: Pick<PassageStore, 'catalogue' | 'passages'>,
  signal: AbortSignal | undefined,
): Promise<EvidenceUnit[]> {
  const keys = await store.catalogue.passagesOf(documentId);
  const units: EvidenceUnit[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    if (signal?.aborted) throw new MillwrightError('The question was cancelled.', { code: 'cancelled' });
    for (const passage of await store.passages(keys.slice(from, from + AT_ONCE))) units.push(...ownUnits(passage));
  }
  return units;
}

/** A bare number of a contents page says nothing. */
function ownUnits(passage: StoredPassage): EvidenceUnit[] {
  return collectUnits({ passage, records: [], score: 0, features: {} }, 0).filter(({ text }) => /\p{L}/u.test(text));
}

function essence({ text }: EvidenceUnit): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
}

function mostAlike(unit: EvidenceUnit, others: readonly EvidenceUnit[]): EvidenceUnit | null {
  let best: { unit: EvidenceUnit; share: number } | null = null;
  for (const other of others) {
    if ((other.cells === null) !== (unit.cells === null)) continue;
    const share = alike(unit, other);
    const enough = section(other) === section(unit) ? SAME_THING : SAME_THING_ELSEWHERE;
    if (share >= enough && (best === null || share > best.share)) best = { unit: other, share };
  }
  return best?.unit ?? null;
}

/** Rows of one name are one row; otherwise the share of common words. */
function alike(one: EvidenceUnit, two: EvidenceUnit): number {
  const name = one.cells?.[0]?.value;
  if (name !== undefined && name === two.cells?.[0]?.value) return 1;
  const shared = [...one.tokens].filter((token) => two.tokens.has(token)).length;
  return shared / Math.max(1, one.tokens.size + two.tokens.size - shared);
}

/** The heading above, without its number. */
function section({ hit, heading }: EvidenceUnit): string {
  return (heading ?? hit.passage.sectionPath.at(-1) ?? '').replace(/^[\d.\s]+/, '');
}
