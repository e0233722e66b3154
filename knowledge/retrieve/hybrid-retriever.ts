import type { Scope } from '../document/answer.ts';
import type { DocumentSummary } from '../document/document.ts';
import type { Language } from '../document/passage.ts';
import type { Embedder } from '../embed/embedder.ts';
import { MillwrightError } from '../errors.ts';
import { asManualsSay } from '../machines/as-manuals-say.ts';
import { scopeInDocuments } from '../machines/asked-machines.ts';
import { knownPlant } from '../machines/known-plant.ts';
import type { Candidate, PassageStore, StoredRecord, StoreFilter, StoreQuery } from '../store/passage-store.ts';
import type { GlossarySource } from '../terms/plant-glossary.ts';
import { PlantSpelling } from '../terms/spelling/plant-spelling.ts';
import type { SpellingParts } from './correct-spelling.ts';
import { KeptTokens } from './kept-tokens.ts';
import { groupByPassage, type PassageGroup, passageName } from './passage-groups.ts';
import { type Ranked, rankPassages, SHORTLIST, shortList } from './rank-passages.ts';
import { contributions } from './ranking-model.ts';
import { rerankPassages } from './rerank/rerank-passages.ts';
import type { Reranker } from './rerank/reranker.ts';
import type { RankedPassage, Retrieval, RetrievalQuery, Retriever } from './retriever.ts';
import { rankRows } from './rows-of-passage.ts';
import { StageClock } from './stage-clock.ts';
import { isForeign, type UnderstoodQuery, understandQuery } from './understand-query.ts';

/** Candidates of each way: deep enough that ranking finds its passage among look-alikes. */
const CANDIDATES = 60;
/** Rows of one passage that are given back, and that are read to choose them. */
const ROWS = 5;
const ROWS_READ = 20;
/** Ranked passages whose features the trace tells. */
const TRACED = 10;

export type HybridParts = {
  store: PassageStore;
  embedder: Embedder;
  glossary: GlossarySource;
  /** Orders the first passages once more; absent: the order of our own model is the last. */
  reranker?: Reranker;
  /** Tells what a misspelt word may be; absent: the words of the documents. */
  spelling?: SpellingParts['spelling'];
};

/** Words, vectors and keys, ranked by a small learned model. Without complete vectors it works by words. */
export class HybridRetriever implements Retriever {
  readonly #store: PassageStore;
  readonly #embedder: Embedder;
  readonly #glossary: GlossarySource;
  readonly #reranker: Reranker | null;
  readonly #spelling: SpellingParts['spelling'];
  readonly #tokens = new KeptTokens();

  constructor({ store, embedder, glossary, reranker, spelling }: HybridParts) {
    this.#store = store;
    this.#embedder = embedder;
    this.#glossary = glossary;
    this.#spelling = spelling ?? new PlantSpelling(store.terms);
    this.#reranker = reranker ?? null;
  }

  async retrieve(query: RetrievalQuery, signal?: AbortSignal): Promise<Retrieval> {
    const clock = new StageClock();
    const { documents, machines } = await knownPlant(this.#store.catalogue);
    const scope = query.scope && scopeInDocuments(query.scope, machines);
    const filter = filterOf(scope, documents);
    const [store, glossary] = [this.#store, await this.#glossary.current()];
    const understood = await understandQuery(query.text, {
      ...{ documents, machines, store, glossary, spelling: this.#spelling },
      ...(filter && { filter }),
      ...(query.scope && { scope: query.scope }),
    });
    const { language, kind, dimension, writings, codes, named, terms, synonyms, names, translations, spelling, meantAbroad } = understood;
    clock.stage('understand', {
      ...{ language, kind, dimension, spelling, codes: writings, named, machines: understood.machines },
      ...{ terms, synonyms, names, translations },
    });

    const meant = asManualsSay(understood.meant, understood.machines);
    const [vector, abroad] = await this.#vectors([meant, ...(meantAbroad === '' ? [] : [meantAbroad])], signal);
    clock.stage('embed', { embedder: this.#embedder.id, used: vector !== undefined, translated: meantAbroad });

    const asked: StoreQuery = { terms, keys: codes, limit: CANDIDATES, ...(vector && { vector }), ...(filter && { filter }) };
    const candidates = await this.#candidates(asked, named, signal);
    clock.stage('search', { candidates: candidates.length });

    const byId = new Map(documents.map((document) => [document.id, document]));
    const groups = await this.#groups(candidates, { documents: byId, language, ...(abroad && { abroad }) });
    const own = await this.#ranked({ groups, documents: byId }, understood, Math.max(SHORTLIST, query.limit));
    clock.stage('rank', { hits: own.slice(0, TRACED).map(traceOf) });
    const ranked = await this.#reranked(own, query.text, clock, signal);
    const hits = await this.#hits(ranked.slice(0, query.limit), understood);
    clock.stage('rows', { hits: hits.length });
    const revisions = revisionsOf(query.scope);
    return {
      language,
      spelling: understood.spelling,
      said: understood.said,
      writings,
      hits,
      revisions,
      own: understood.own,
      translated: understood.foreign,
      timings: clock.timings,
      trace: query.trace ? clock.trace : [],
    };
  }

  /** The question's vectors where the store has vectors of this embedder. */
  async #vectors(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const kept = this.#store.vectors.embedderId();
    if (kept === null) return [];
    if (kept !== this.#embedder.id) {
      throw new MillwrightError(
        `The store holds vectors of "${kept}", but "${this.#embedder.id}" is configured. Run "millwright reindex", or configure the former embedder.`,
        { code: 'embedder_mismatch' },
      );
    }
    return this.#embedder.embed(texts, 'query', signal);
  }

  /** A named machine's documents are searched by themselves too: among many look-alike manuals theirs must not fall out. */
  async #candidates(query: StoreQuery, named: readonly string[], signal?: AbortSignal): Promise<Candidate[]> {
    const all = await this.#store.search(query, signal);
    if (named.length === 0 || query.filter?.equipment) return all;
    const theirs = await this.#store.search({ ...query, filter: { ...query.filter, equipment: named } }, signal);
    return [...theirs, ...all];
  }

  /** `abroad`: the vector of the question's translation; passages of documents in the other language get their cosines with it. */
  async #groups(
    candidates: readonly Candidate[],
    { documents, language, abroad }: { documents: ReadonlyMap<string, DocumentSummary>; language: Language; abroad?: Float32Array },
  ): Promise<PassageGroup[]> {
    const groups = groupByPassage(candidates);
    if (abroad === undefined) return groups;
    const foreign = groups.filter(({ key }) => isForeign(documents.get(key.documentId)?.language ?? 'other', language));
    const cosines = await this.#store.vectors.cosines(
      abroad,
      foreign.map(({ key }) => key),
    );
    foreign.forEach((group, index) => {
      group.translated = cosines[index]!;
    });
    return groups;
  }

  async #ranked(
    { groups, documents }: { groups: readonly PassageGroup[]; documents: ReadonlyMap<string, DocumentSummary> },
    query: UnderstoodQuery,
    limit: number,
  ): Promise<Ranked[]> {
    const list = shortList({ query, groups, documents }, limit);
    const passages = await this.#store.passages(list.scored.map(({ group }) => group.key));
    const byName = new Map(passages.map((passage) => [passageName({ documentId: passage.document.id, passageId: passage.id }), passage]));
    const rows = query.wantsRow ? await this.#rowsOf(list.scored.map(({ group }) => group)) : new Map<string, StoredRecord[]>();
    return rankPassages(list, { passages: byName, rows }, query, this.#tokens);
  }

  /** The first found rows of passages, by the passage's name. */
  async #rowsOf(groups: readonly PassageGroup[]): Promise<Map<string, StoredRecord[]>> {
    const wanted = groups.flatMap(({ key, rows }) =>
      rows.slice(0, ROWS_READ).map(({ recordId }) => ({ documentId: key.documentId, recordId })),
    );
    return Map.groupBy(await this.#store.records(wanted), ({ documentId, passageId }) => passageName({ documentId, passageId }));
  }

  async #reranked(ranked: Ranked[], question: string, clock: StageClock, signal?: AbortSignal): Promise<Ranked[]> {
    if (this.#reranker === null) return ranked;
    const reranked = await rerankPassages(ranked, question, this.#reranker, signal);
    clock.stage('rerank', reranked.told);
    return reranked.ranked;
  }

  async #hits(ranked: readonly Ranked[], query: UnderstoodQuery): Promise<RankedPassage[]> {
    const rows = await this.#rowsOf(ranked.map(({ group }) => group));
    return ranked.map(({ group, passage, score, model, rules, rerank }) => {
      const keyed = new Set(group.rows.filter(({ matchedKeys }) => matchedKeys.length > 0).map(({ recordId }) => recordId));
      return {
        passage,
        records: rankRows(rows.get(passageName(group.key)) ?? [], passage, query, keyed).slice(0, ROWS),
        score,
        features: {
          bm25: group.lexical,
          cosine: group.cosine ?? 0,
          keys: group.matchedKeys.length,
          ...model,
          ...rules,
          ...(rerank !== undefined && { rerank }),
        },
      };
    });
  }
}

function traceOf({ passage, score, model, by, rules }: Ranked): Record<string, unknown> {
  const moved = { ...contributions(model, by), ...rules };
  return { document: passage.document.file, passage: passage.externalId, score: Math.round(score * 1000) / 1000, moved };
}

/** Who names a document wants it, superseded or not. */
function revisionsOf(scope: Scope | undefined): 'current' | 'all' {
  return scope?.documents?.length ? 'all' : (scope?.revisions ?? 'current');
}

function filterOf(scope: Scope | undefined, documents: readonly DocumentSummary[]): StoreFilter | undefined {
  if (scope === undefined) return undefined;
  const filter: StoreFilter = {};
  if (scope.documents?.length) {
    const wanted = new Set(scope.documents);
    filter.documents = documents.filter(({ id, file }) => wanted.has(file) || wanted.has(id)).map(({ id }) => id);
  }
  if (scope.equipment?.length) filter.equipment = scope.equipment;
  if (revisionsOf(scope) === 'all') filter.revisions = 'all';
  if (scope.types?.length) filter.types = scope.types;
  if (scope.languages?.length) filter.languages = scope.languages;
  return Object.keys(filter).length > 0 ? filter : undefined;
}
