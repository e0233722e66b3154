import type { Scope, TraceStage } from '../document/answer.ts';
import type { DocumentSummary } from '../document/document.ts';
import type { Language } from '../document/passage.ts';
import type { Embedder } from '../embed/embedder.ts';
import { MillwrightError } from '../errors.ts';
import type { PassageKey, PassageStore, StoreFilter } from '../store/passage-store.ts';
import { findCodes } from '../text/codes.ts';
import { fold } from '../text/fold.ts';
import { detectLanguage } from '../text/language.ts';
import { queryTerms } from '../text/tokens.ts';
import { type Fused, fuse, OTHER_LANGUAGE, SAME_LANGUAGE } from './fuse.ts';
import { namedEquipment } from './named-equipment.ts';
import type { RankedPassage, Retrieval, RetrievalQuery, Retriever } from './retriever.ts';

/** Candidates of each way: deep enough that fusion and the named machine find their passage among look-alikes. */
const CANDIDATES = 80;
/** What a document about other equipment than the named one keeps of its score. */
const OTHER_MACHINE = 0.35;
/** Score that each further matching row adds to its passage. */
const MORE_ROWS = 0.01;

/** Words, vectors and keys, fused by score. Without complete vectors it works by words. */
export class HybridRetriever implements Retriever {
  readonly #store: PassageStore;
  readonly #embedder: Embedder;
  #known: { version: number; documents: DocumentSummary[] } | null = null;

  constructor({ store, embedder }: { store: PassageStore; embedder: Embedder }) {
    this.#store = store;
    this.#embedder = embedder;
  }

  async retrieve(query: RetrievalQuery, signal?: AbortSignal): Promise<Retrieval> {
    const clock = new StageClock();
    const language = detectLanguage(query.text);
    const documents = await this.#documents();
    const named = namedEquipment(query.text, documents);
    const codes = [...new Set(findCodes(query.text).map(({ code }) => code))].filter(
      (code) => !named.some((name) => fold(name) === fold(code)),
    );
    const terms = withoutNames(queryTerms(query.text), named);
    clock.stage('understand', { language, codes, named, terms: terms.map(({ token }) => token) });

    const vector = await this.#vector(query.text, signal);
    clock.stage('embed', { embedder: this.#embedder.id, used: vector !== undefined });

    const filter = filterOf(query.scope, documents);
    const candidates = await this.#store.search(
      { terms, keys: codes, limit: CANDIDATES, ...(vector ? { vector } : {}), ...(filter ? { filter } : {}) },
      signal,
    );
    clock.stage('search', { candidates: candidates.length });

    const languageOf = new Map(documents.map((document) => [document.id, document.language]));
    const fused = this.#fused(candidates, language, languageOf);
    for (const each of fused) this.#weighMachine(each, named, documents);
    const hits = await this.#ranked(fused, query.limit);
    clock.stage('rank', {
      hits: hits
        .slice(0, 10)
        .map(({ passage, score, features }) => ({ document: passage.document.file, passage: passage.externalId, score, features })),
    });
    return { language, codes, hits, timings: clock.timings, trace: query.trace ? clock.trace : [] };
  }

  async #documents(): Promise<DocumentSummary[]> {
    const version = await this.#store.catalogue.version();
    if (this.#known?.version !== version) this.#known = { version, documents: await this.#store.catalogue.list() };
    return this.#known.documents;
  }

  /** The question's vector where the store has vectors of this embedder. */
  async #vector(text: string, signal?: AbortSignal): Promise<Float32Array | undefined> {
    const kept = this.#store.vectors.embedderId();
    if (kept === null) return undefined;
    if (kept !== this.#embedder.id) {
      throw new MillwrightError(
        `The store holds vectors of "${kept}", but "${this.#embedder.id}" is configured. Run "millwright reindex", or configure the former embedder.`,
        { code: 'embedder_mismatch' },
      );
    }
    return (await this.#embedder.embed([text], 'query', signal))[0];
  }

  /** Documents in the question's language and others are weighed apart: their word scores do not compare. */
  #fused(candidates: Parameters<typeof fuse>[0], language: Language, languageOf: ReadonlyMap<string, Language>): Fused[] {
    const foreign = candidates.filter(({ key }) => isOther(languageOf.get(key.documentId), language)).length;
    return fuse(candidates, foreign * 2 > candidates.length ? OTHER_LANGUAGE : SAME_LANGUAGE);
  }

  #weighMachine(fused: Fused, named: readonly string[], documents: readonly DocumentSummary[]): void {
    if (named.length === 0) return;
    const document = documents.find(({ id }) => id === fused.candidate.key.documentId);
    if (!document || document.equipment.length === 0) return;
    const about = document.equipment.some((name) => named.some((wanted) => fold(wanted) === fold(name)));
    fused.features.machine = about ? 1 : 0;
    if (!about) fused.score *= OTHER_MACHINE;
  }

  /** Rows fold into their passages; equal scores are ordered by key, so that the order is total. */
  async #ranked(fused: readonly Fused[], limit: number): Promise<RankedPassage[]> {
    const groups = [...Map.groupBy(fused, ({ candidate }) => `${candidate.key.documentId}\n${candidate.key.passageId}`).values()];
    const best = groups.map((group) => {
      const sorted = group.toSorted((a, b) => b.score - a.score || compare(a.candidate.recordId ?? '', b.candidate.recordId ?? ''));
      const rows = sorted.filter(({ candidate }) => candidate.recordId !== null);
      return {
        key: sorted[0]!.candidate.key,
        rows,
        score: sorted[0]!.score + MORE_ROWS * Math.max(0, Math.min(3, rows.length) - 1),
        features: sorted[0]!.features,
      };
    });
    best.sort((a, b) => b.score - a.score || compare(keyText(a.key), keyText(b.key)));
    const top = best.slice(0, limit);
    const passages = await this.#store.passages(top.map(({ key }) => key));
    const byKey = new Map(passages.map((passage) => [`${passage.document.id}\n${passage.id}`, passage]));
    const hits: RankedPassage[] = [];
    for (const { key, rows, score, features } of top) {
      const passage = byKey.get(keyText(key));
      if (passage === undefined) continue;
      const records = await this.#store.records(
        rows.slice(0, 5).map(({ candidate }) => ({ documentId: key.documentId, recordId: candidate.recordId! })),
      );
      hits.push({ passage, records, score, features });
    }
    return hits;
  }
}

class StageClock {
  readonly timings: Record<string, number> = {};
  readonly trace: TraceStage[] = [];
  #last = performance.now();

  stage(stage: string, data: Record<string, unknown>): void {
    const now = performance.now();
    const ms = now - this.#last;
    this.#last = now;
    this.timings[stage] = ms;
    this.trace.push({ stage, ms, data });
  }
}

/** A machine's name stands in half of its manual: as a word it only dilutes the others; it weighs as a machine instead. */
function withoutNames(terms: { token: string; weight: number }[], named: readonly string[]): { token: string; weight: number }[] {
  const parts = new Set(named.flatMap((name) => queryTerms(name).map(({ token }) => token)));
  const rest = terms.filter(({ token }) => !parts.has(token));
  return rest.length > 0 ? rest : terms;
}

function filterOf(scope: Scope | undefined, documents: readonly DocumentSummary[]): StoreFilter | undefined {
  if (scope === undefined) return undefined;
  const filter: StoreFilter = {};
  if (scope.documents?.length) {
    const wanted = new Set(scope.documents);
    filter.documents = documents.filter(({ id, file }) => wanted.has(file) || wanted.has(id)).map(({ id }) => id);
  }
  if (scope.equipment?.length) filter.equipment = scope.equipment;
  if (scope.types?.length) filter.types = scope.types;
  if (scope.languages?.length) filter.languages = scope.languages;
  return Object.keys(filter).length > 0 ? filter : undefined;
}

function isOther(document: Language | undefined, question: Language): boolean {
  return document !== undefined && document !== 'other' && question !== 'other' && document !== question;
}

function keyText({ documentId, passageId }: PassageKey): string {
  return `${documentId}\n${passageId}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
