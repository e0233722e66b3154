import { mismatch } from '../embedder-mismatch.ts';
import { type Sight, UNIT_KINDS, type UnitKind } from '../ledger.ts';
import type { Candidate, PassageKey, StoreQuery } from '../passage-store.ts';
import { DENSE, KEYS, WORDS } from './edition-points.ts';
import { pointIdOf } from './point-ids.ts';
import { MOST_LIMIT, type QdrantCollections, type ScoredPoint } from './qdrant-collections.ts';
import { type SparseVector, sparseQuestion } from './sparse-words.ts';

/** So many keys are looked up each by itself, so that a common one takes no rare one's place; the rest of an overlong list together. */
const SINGLE_KEYS = 32;
/** How far the graph of vectors is searched: at 128, some of the nearest sixty are missed. */
const SEARCH_EF = 256;
/** Scores are sums of 32-bit numbers, and the two ways to compute one differ in the last digits. */
const SCORE_DIGITS = 6;
/** So many more are asked for than are taken: which of equal ones comes last is the server's whim, and a restored one's is another. */
const SLACK = 16;

type Unit = { edition: number; key: PassageKey; recordId: string | null; lexical: number; dense: number | null; matchedKeys: Set<string> };
type Search = { body: Record<string, unknown>; take: (points: readonly ScoredPoint[]) => void };

/** The union of what words, keys and vectors bring, each unit once, with both scores: one request for what each way finds, one for the
 *  scores that other ways did not bring. */
export class CandidateQuery {
  readonly #collections: QdrantCollections;
  readonly #sight: Sight;
  readonly #query: StoreQuery;
  readonly #limit: number;
  readonly #units = new Map<string, Unit>();
  /** Cosines of passages by the ids of their points. */
  readonly #cosines = new Map<string, number>();

  constructor(collections: QdrantCollections, sight: Sight, query: StoreQuery) {
    this.#collections = collections;
    this.#sight = sight;
    this.#query = query;
    this.#limit = Math.max(0, Math.min(query.limit, MOST_LIMIT));
  }

  async candidates(signal?: AbortSignal): Promise<Candidate[]> {
    const { collection, embedder, only } = this.#sight;
    const { vector } = this.#query;
    if (only?.length === 0) return [];
    if (vector !== undefined && embedder !== null && vector.length !== embedder.dimensions)
      throw mismatch(`The store holds ${embedder.dimensions}-dimension vectors`, `a question of ${vector.length}`);
    if (collection === null || this.#limit === 0) return [];
    await this.#ask(collection.number, this.#finding(), signal);
    await this.#ask(collection.number, this.#scoring(), signal);
    return this.#listed();
  }

  async #ask(collection: number, searches: readonly Search[], signal?: AbortSignal): Promise<void> {
    const answers = await this.#collections.query(
      collection,
      searches.map(({ body }) => body),
      signal,
    );
    searches.forEach(({ take }, index) => {
      take(answers[index]!);
    });
  }

  /** What each way brings, of what may be seen. */
  #finding(): Search[] {
    const seen = this.#seen();
    const named = { with_payload: ['edition', 'document', 'passage', 'record'], limit: this.#limit };
    const limit = Math.min(this.#limit + SLACK, MOST_LIMIT);
    const searches: Search[] = [];
    for (const { kind, words, former } of this.#questions())
      searches.push({
        body: { query: words, using: WORDS[kind], filter: this.#seen(former), ...named, limit },
        take: (points) => {
          for (const point of best(points, this.#limit)) this.#unit(point).lexical = point.score;
        },
      });
    if (this.#dense() !== null)
      searches.push({
        body: { query: this.#dense(), using: DENSE, filter: seen, params: { hnsw_ef: SEARCH_EF }, ...named, limit },
        take: (points) => {
          for (const point of best(points, this.#limit)) {
            this.#unit(point);
            this.#cosines.set(point.id, point.score);
          }
        },
      });
    return [...searches, ...this.#keySearches(seen, named)];
  }

  /** Rows first, then passages; no more than the limit for a key. */
  #keySearches(seen: SeenFilter, named: Record<string, unknown>): Search[] {
    const keys = [...new Set(this.#query.keys.map((key) => key.toWellFormed()))];
    const groups = keys.slice(0, SINGLE_KEYS).map((key) => [key]);
    if (keys.length > SINGLE_KEYS) groups.push(keys.slice(SINGLE_KEYS));
    return groups.flatMap((group) => {
      let room = this.#limit;
      return (['record', 'passage'] as const).map((kind) => ({
        body: {
          ...{ filter: { ...seen, must: [...seen.must, { key: KEYS[kind], match: { any: group } }] }, ...named },
          with_payload: ['edition', 'document', 'passage', 'record', KEYS[kind]],
        },
        take: (points: readonly ScoredPoint[]) => {
          for (const point of points.slice(0, room)) {
            const carried = new Set(point.payload![KEYS[kind] as 'keys' | 'codes']);
            for (const key of group) if (carried.has(key)) this.#unit(point).matchedKeys.add(key);
          }
          room -= Math.min(room, points.length);
        },
      }));
    });
  }

  /** The scores of units that another way brought. */
  #scoring(): Search[] {
    const searches: Search[] = [];
    const score = (vector: string, query: unknown, ids: readonly string[], take: Search['take']) => {
      const body = {
        query,
        using: vector,
        filter: { must: [{ has_id: ids }] },
        limit: ids.length,
        params: { exact: true },
        with_payload: false,
      };
      for (const some of ids.length === 0 ? [] : [body]) searches.push({ body: some, take });
    };
    const superseded = new Set(this.#sight.former);
    for (const { kind, words, former } of this.#questions()) {
      const isOurs = ({ recordId, lexical, edition }: Unit) =>
        (recordId === null) === (kind === 'passage') && lexical === 0 && superseded.has(edition) === former;
      const unscored = [...this.#units].filter(([, unit]) => isOurs(unit));
      score(
        WORDS[kind],
        words,
        unscored.map(([id]) => id),
        (points) => {
          for (const { id, score: lexical } of points) this.#units.get(id)!.lexical = lexical;
        },
      );
    }
    if (this.#dense() !== null) {
      const passages = new Set([...this.#units.values()].map((unit) => this.#passagePoint(unit)));
      score(
        DENSE,
        this.#dense(),
        [...passages].filter((id) => !this.#cosines.has(id)),
        (points) => {
          for (const { id, score: cosine } of points) this.#cosines.set(id, cosine);
        },
      );
    }
    return searches;
  }

  #listed(): Candidate[] {
    const candidates = [...this.#units.values()].map((unit): Candidate => {
      const { key, recordId, lexical, matchedKeys } = unit;
      const dense = this.#cosines.get(this.#passagePoint(unit)) ?? null;
      return { key, recordId, lexical: scoreOf(lexical), dense, matchedKeys: [...matchedKeys].sort() };
    });
    return candidates.sort((a, b) => b.lexical - a.lexical || (b.dense ?? -2) - (a.dense ?? -2) || compare(nameOf(a), nameOf(b)));
  }

  #unit({ id, payload }: ScoredPoint): Unit {
    const known = this.#units.get(id);
    if (known !== undefined) return known;
    const { edition, document, passage, record } = payload as { edition: number; document: string; passage: string; record?: string };
    const key = { documentId: document, passageId: passage };
    const unit = { edition, key, recordId: record ?? null, lexical: 0, dense: null, matchedKeys: new Set<string>() };
    this.#units.set(id, unit);
    return unit;
  }

  #passagePoint({ edition, key }: Unit): string {
    return pointIdOf(edition, 'passage', key.passageId);
  }

  /** Current and superseded documents are asked apart: how rare a word is among the ones says nothing of the others. */
  #questions(): { kind: UnitKind; former: boolean; words: SparseVector }[] {
    const { terms } = this.#query;
    const place = new Map(terms.map(({ token }, index) => [token, index]));
    const { words, former, only } = this.#sight;
    const families = [...(only?.length === former.length && only.length > 0 ? [] : [false]), ...(former.length > 0 ? [true] : [])];
    return families.flatMap((family) =>
      UNIT_KINDS.flatMap((kind) => {
        const { units, counts } = words[family ? 'former' : 'current'][kind];
        const question = sparseQuestion(terms, units, (token) => counts[place.get(token)!]!);
        return question === null ? [] : [{ kind, former: family, words: question }];
      }),
    );
  }

  #dense(): number[] | null {
    const { vector } = this.#query;
    return vector === undefined || this.#sight.embedder === null ? null : [...vector];
  }

  /** What may be seen, as a filter of Qdrant; `former`: superseded documents alone, or current ones alone. */
  #seen(former?: boolean): SeenFilter {
    const { newest, hidden, only, former: superseded } = this.#sight;
    if (former === true) return { must: [among(superseded)] };
    const apart = former === false ? superseded : [];
    if (only !== null) return { must: [among(apart.length === 0 ? only : only.filter((edition) => !apart.includes(edition)))] };
    const hiding = hidden.length + apart.length === 0 ? {} : { must_not: [among([...hidden, ...apart])] };
    return { must: [{ key: 'edition', range: { lte: newest } }], ...hiding };
  }
}

function among(editions: readonly number[]) {
  return { key: 'edition', match: { any: editions } };
}

type SeenFilter = { must: unknown[]; must_not?: unknown[] };

/** Best first; equal ones by name. */
function best(points: readonly ScoredPoint[], limit: number): ScoredPoint[] {
  const ranked = points.map((point) => {
    const { document, passage, record = '' } = point.payload!;
    return { point, score: scoreOf(point.score), name: `${document}/${passage}/${record}` };
  });
  ranked.sort((a, b) => b.score - a.score || compare(a.name, b.name));
  return ranked.slice(0, limit).map(({ point }) => point);
}

function scoreOf(sum: number): number {
  return Number(sum.toPrecision(SCORE_DIGITS));
}

function nameOf({ key, recordId }: Candidate): string {
  return `${key.documentId}/${key.passageId}/${recordId ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
