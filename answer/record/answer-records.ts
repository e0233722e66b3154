import { isDeepStrictEqual } from 'node:util';
import type { Answer, Citation } from '../../knowledge/document/answer.ts';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { AnswerShelf } from '../../knowledge/store/answer-shelf.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { AskRequest, FormerQuestion } from '../ask.ts';
import { AnswerRecord, type AnswerReplay, type AnswerSettings, type DocumentChangeSince, type RecordedDocument } from './answer-record.ts';

export type RecordParts = { shelf: AnswerShelf; store: PassageStore; settings: AnswerSettings };

/** An answer with what was known when it was made. */
export type GivenAnswer = { request: AskRequest; answer: Answer; documents: readonly DocumentSummary[]; contents: number };

/** Passages of a document in which quoted words are looked for. */
const LOOKED_AT = 20;

/** Keeps answers as they were given, and says of a kept one how its documents stand now. */
export class AnswerRecords {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  /** False where it could not be kept (none are to be, the disk is full): the answer is given all the same. */
  async keep({ request, answer, documents, contents }: GivenAnswer): Promise<boolean> {
    const { shelf, settings } = this.#parts;
    if (shelf.most === 0) return false;
    const { question, scope, language, mode } = request;
    const { trace: _trace, ...told } = answer;
    const askedAt = new Date().toISOString();
    const record: AnswerRecord = {
      id: answer.id,
      askedAt,
      request: { question, ...(scope && { scope }), ...(language && { language }), ...(mode && { mode }) },
      answer: told,
      documents: citedOf(answer, documents),
      settings,
      contents,
    };
    try {
      await shelf.keep({ id: answer.id, askedAt, question, content: JSON.stringify(record) });
      return true;
    } catch (error) {
      if (error instanceof MillwrightError) return false;
      throw error;
    }
  }

  /** The question of a kept answer as one that others may follow: a follow-up as it was read. Null where no such answer is kept. */
  async asked(id: string): Promise<FormerQuestion | null> {
    const shelved = await this.#parts.shelf.get(id);
    if (shelved === null) return null;
    const { request, answer } = AnswerRecord.parse(JSON.parse(shelved.content));
    return { question: answer.followUp?.question ?? request.question, ...(request.scope && { scope: request.scope }) };
  }

  /** Null where no such answer is kept. */
  async replay(id: string): Promise<AnswerReplay | null> {
    const { shelf, store, settings } = this.#parts;
    const shelved = await shelf.get(id);
    if (shelved === null) return null;
    const record = AnswerRecord.parse(JSON.parse(shelved.content));
    const changes: DocumentChangeSince[] = [];
    for (const document of record.documents) {
      const change = await this.#changeOf(document, record.answer.citations);
      if (change !== null) changes.push(change);
    }
    return {
      ...record,
      knowledge: (await store.catalogue.contents()) === record.contents ? 'same' : 'changed',
      settingsNow: isDeepStrictEqual(settings, record.settings) ? 'same' : 'changed',
      changes,
    };
  }

  async #changeOf(then: RecordedDocument, citations: readonly Citation[]): Promise<DocumentChangeSince | null> {
    const { documentId, file, title } = then;
    const now = await this.#parts.store.catalogue.get(documentId);
    const what = whatChanged(then, now);
    if (what === null) return null;
    const by = what === 'superseded' ? now!.supersededBy : null;
    const quotes = citations.filter((citation) => citation.documentId === documentId).map(({ quote }) => quote);
    return { documentId, file, title, what, by, quotesStand: now !== null && (await this.#stand(documentId, quotes)) };
  }

  /** Passages have other ids when a file is read again: the words themselves are looked for. */
  async #stand(documentId: string, quotes: readonly string[]): Promise<boolean> {
    const { store } = this.#parts;
    for (const quote of quotes) {
      const terms = [...new Set(tokenize(quote))].map((token) => ({ token, weight: 1 }));
      const filter = { documents: [documentId], revisions: 'all' as const };
      const found = await store.search({ terms, keys: [], filter, limit: LOOKED_AT });
      const passages = await store.passages(found.map(({ key }) => key));
      if (!passages.some(({ text }) => text.includes(quote))) return false;
    }
    return true;
  }
}

function citedOf({ citations }: Answer, documents: readonly DocumentSummary[]): RecordedDocument[] {
  const cited = new Set(citations.map(({ documentId }) => documentId));
  return documents
    .filter(({ id }) => cited.has(id))
    .map(({ id, file, title, revision, revisionDate, supersededBy, fingerprint, ingestedAt }) => ({
      documentId: id,
      file,
      title,
      revision,
      revisionDate,
      superseded: supersededBy !== null,
      fingerprint,
      ingestedAt,
    }));
}

/** The gravest of what happened. */
function whatChanged(then: RecordedDocument, now: DocumentSummary | null): DocumentChangeSince['what'] | null {
  if (now === null) return 'removed';
  if (now.supersededBy !== null && !then.superseded) return 'superseded';
  if (now.fingerprint !== then.fingerprint) return 'replaced';
  return now.ingestedAt === then.ingestedAt ? null : 'read_again';
}
