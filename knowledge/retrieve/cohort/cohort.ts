import { setImmediate } from 'node:timers/promises';
import type { Language } from '../../document/passage.ts';
import type { PassageStore, StoreFilter } from '../../store/passage-store.ts';
import type { CohortLanguage } from './cohort-file.ts';
import { cohortVectors } from './cohort-vectors.ts';

/** How near the passages lie to questions that are hardly about them. */
export type CohortLevel = {
  /** Of the cosines of each question's nearest passage, the middle one. */
  middle: number;
  /** How far those a quarter from below and a quarter from above lie apart. */
  spread: number;
};

/** How many passages are looked at for the nearest: a store may find the very nearest with smaller copies of the vectors. */
const LOOKED_AT = 8;
/** Questions at once: a cluster answers several in the time of one. */
const AT_ONCE = 4;

/** What cosines mean here. Sentence embedders put everything near everything, at another height for every body of documents, every language
 *  and every pair of languages. A cohort of common questions, about what any plant, office or household may ask, tells how near a question
 *  comes to these documents without being about them: a few of the questions may be, the middle of them is not.
 *  Source: score normalisation by a cohort of impostors (Z-norm), usual in speaker verification: Auckenthaler, Carey and Lloyd-Thomas,
 *  "Score Normalization for Text-Independent Speaker Verification Systems", Digital Signal Processing 10 (2000).
 *  The same knowledge has the same levels. Each costs as many searches by vector as there are questions, once for every state of the knowledge. */
export class Cohort {
  readonly #store: PassageStore;
  #kept: { version: number; levels: Map<string, Promise<CohortLevel | null>> } = { version: Number.NaN, levels: new Map() };

  constructor(store: PassageStore) {
    this.#store = store;
  }

  /** The level for a question in one language and passages of documents in another or the same.
   *  Null where there are no vectors, or those of an embedder that the cohort's are not of. */
  async level(question: Language, documents: Language): Promise<CohortLevel | null> {
    const version = await this.#store.catalogue.version();
    if (this.#kept.version !== version) this.#kept = { version, levels: new Map() };
    const { levels } = this.#kept;
    const asked = question === 'zh' ? 'zh' : 'en';
    const name = `${asked} ${documents}`;
    const known = levels.get(name);
    if (known !== undefined) return known;
    const level = this.#levelOf(asked, documents);
    levels.set(name, level);
    level.catch(() => levels.delete(name));
    return level;
  }

  async #levelOf(question: CohortLanguage, language: Language): Promise<CohortLevel | null> {
    const embedderId = this.#store.vectors.embedderId();
    const vectors = embedderId === null ? null : cohortVectors(embedderId, question);
    if (vectors === null) return null;
    const documents = await this.#store.catalogue.list();
    const filter = documents.every((document) => document.language === language) ? undefined : { languages: [language] };
    const nearest: number[] = [];
    for (let start = 0; start < vectors.length; start += AT_ONCE) {
      const some = await Promise.all(vectors.slice(start, start + AT_ONCE).map((vector) => this.#nearest(vector, filter)));
      nearest.push(...some.filter((cosine) => cosine !== null));
      await setImmediate();
    }
    return nearest.length === 0 ? null : { middle: quantile(nearest, 0.5), spread: quantile(nearest, 0.75) - quantile(nearest, 0.25) };
  }

  async #nearest(vector: Float32Array, filter: StoreFilter | undefined): Promise<number | null> {
    const found = await this.#store.search({ terms: [], keys: [], vector, limit: LOOKED_AT, ...(filter && { filter }) });
    return found.reduce<number | null>((most, { dense }) => (dense === null ? most : Math.max(most ?? dense, dense)), null);
  }
}

/** Between the two values that the place falls between, as far as it lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}
