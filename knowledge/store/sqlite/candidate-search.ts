import type { DatabaseSync } from 'node:sqlite';
import { fold } from '../../text/fold.ts';
import type { Candidate, StoreFilter, StoreQuery } from '../passage-store.ts';
import { LexicalSearch, type Scored } from './lexical-search.ts';
import type { SqliteVectors } from './sqlite-vectors.ts';
import { documentTag, KEY_OF_PASSAGE, KEY_OF_RECORD } from './write-revision.ts';

/** Up to so many documents a filter is part of the match (tags); above, rows of others are rare enough to drop afterwards. */
const TAGGED_DOCUMENTS = 60;
/** A wide filter drops rows after the ranking: so much more is ranked, and again, until enough is left. */
const WIDE_FILTER_FACTOR = 5;

/** No limit is higher: what SQLite counts with ends. */
const MOST = 1_000_000;

type Unit = { passage: number; record: number | null; lexical: number; matchedKeys: Set<string> };

/** The union of what words, keys and vectors bring, each unit once, with both scores. Runs inside the caller's guard. */
export class CandidateSearch {
  readonly #database: DatabaseSync;
  readonly #vectors: SqliteVectors;
  readonly #passages: LexicalSearch;
  readonly #records: LexicalSearch;

  constructor(database: DatabaseSync, vectors: SqliteVectors) {
    this.#database = database;
    this.#vectors = vectors;
    this.#passages = new LexicalSearch(database, 'passage');
    this.#records = new LexicalSearch(database, 'record');
  }

  search({ terms, vector, keys, filter, limit: asked }: StoreQuery): Candidate[] {
    const limit = Math.max(0, Math.min(asked, MOST));
    const allowed = filter === undefined ? null : this.#allowed(filter);
    if (allowed?.size === 0) return [];
    const passageTerms = this.#passages.affordable(terms);
    const recordTerms = this.#records.affordable(terms);
    const units = new Map<string, Unit>();
    const add = (passage: number, record: number | null, lexical: number): Unit => {
      const name = record === null ? `p${passage}` : `r${record}`;
      const unit = units.get(name) ?? { passage, record, lexical, matchedKeys: new Set<string>() };
      units.set(name, unit);
      return unit;
    };

    for (const { number, score } of this.#ranked(this.#passages, passageTerms, limit, allowed, 'passages')) add(number, null, score);
    const rows = this.#ranked(this.#records, recordTerms, limit, allowed, 'records');
    const passageOf = this.#passageOfRecords(rows.map(({ number }) => number));
    for (const { number, score } of rows) add(passageOf.get(number)!, number, score);
    for (const { key, kind, unit, passage } of this.#keyed(keys, allowed, limit))
      add(passage, kind === KEY_OF_RECORD ? unit : null, 0).matchedKeys.add(key);
    const dense = vector === undefined ? null : this.#vectors.nearest(vector, limit, allowed);
    for (const passage of dense?.keys() ?? []) add(passage, null, 0);

    const list = [...units.values()];
    this.#fillLexical(list, passageTerms, recordTerms);
    const cosines = vector === undefined ? null : this.#vectors.cosines(vector, [...new Set(list.map(({ passage }) => passage))]);
    return this.#named(list, cosines);
  }

  /** Numbers of the documents that the filter lets through. */
  #allowed({ documents, equipment, types, languages }: StoreFilter): Set<number> {
    const conditions: string[] = [];
    const values: string[] = [];
    const among = (condition: string, wanted: readonly string[]) => {
      conditions.push(condition);
      values.push(JSON.stringify(wanted));
    };
    if (documents) among('d.id IN (SELECT value FROM json_each(?))', documents);
    if (equipment)
      among(
        'EXISTS (SELECT 1 FROM equipment e WHERE e.document = d.number AND e.folded IN (SELECT value FROM json_each(?)))',
        equipment.map(fold),
      );
    if (types) among(`d.summary ->> '$.type' IN (SELECT value FROM json_each(?))`, types);
    if (languages) among(`d.summary ->> '$.language' IN (SELECT value FROM json_each(?))`, languages);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const rows = this.#database.prepare(`SELECT d.number FROM documents d ${where}`).all(...values) as { number: number }[];
    return new Set(rows.map(({ number }) => number));
  }

  #ranked(
    search: LexicalSearch,
    groups: Map<number, string[]>,
    limit: number,
    allowed: Set<number> | null,
    table: 'passages' | 'records',
  ): Scored[] {
    if (groups.size === 0) return [];
    if (allowed === null) return search.best(groups, limit, null);
    if (allowed.size <= TAGGED_DOCUMENTS) return search.best(groups, limit, [...allowed].map(documentTag));
    const document = this.#database.prepare(`SELECT document FROM ${table} WHERE number = ?`);
    for (let asked = limit * WIDE_FILTER_FACTOR; ; asked *= WIDE_FILTER_FACTOR) {
      const wide = search.best(groups, asked, null);
      const kept = wide.filter(({ number }) => allowed.has((document.get(number) as { document: number }).document));
      if (kept.length >= limit || wide.length < asked) return kept.slice(0, limit);
    }
  }

  #keyed(keys: readonly string[], allowed: Set<number> | null, limit: number) {
    const sql = `SELECT k.key, k.kind, k.unit, k.document, CASE k.kind WHEN ${KEY_OF_PASSAGE} THEN k.unit ELSE (SELECT passage FROM records WHERE number = k.unit) END AS passage
      FROM keys k WHERE k.key = ? ORDER BY k.kind DESC, k.unit`;
    const find = this.#database.prepare(sql);
    return [...new Set(keys)].flatMap((key) => {
      const rows = find.all(key) as { key: string; kind: number; unit: number; document: number; passage: number }[];
      return rows.filter(({ document }) => allowed === null || allowed.has(document)).slice(0, limit);
    });
  }

  #passageOfRecords(records: readonly number[]): Map<number, number> {
    const rows = this.#database
      .prepare('SELECT number, passage FROM records WHERE number IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(records)) as { number: number; passage: number }[];
    return new Map(rows.map(({ number, passage }) => [number, passage]));
  }

  #fillLexical(units: Unit[], passageTerms: Map<number, string[]>, recordTerms: Map<number, string[]>): void {
    const unscored = units.filter(({ lexical }) => lexical === 0);
    const scored = new Map<string, number>();
    const numbers = (kind: 'p' | 'r') =>
      unscored.flatMap(({ passage, record }) => (kind === 'p' ? (record === null ? [passage] : []) : record === null ? [] : [record]));
    for (const { number, score } of this.#passages.scoresOf(passageTerms, numbers('p'))) scored.set(`p${number}`, score);
    for (const { number, score } of this.#records.scoresOf(recordTerms, numbers('r'))) scored.set(`r${number}`, score);
    for (const unit of unscored) unit.lexical = scored.get(unit.record === null ? `p${unit.passage}` : `r${unit.record}`) ?? 0;
  }

  #named(units: Unit[], cosines: Map<number, number> | null): Candidate[] {
    const passage = this.#database.prepare(
      'SELECT d.id AS documentId, p.id AS passageId FROM passages p JOIN documents d ON d.number = p.document WHERE p.number = ?',
    );
    const record = this.#database.prepare('SELECT id FROM records WHERE number = ?');
    const candidates = units.map((unit): Candidate => {
      const { documentId, passageId } = passage.get(unit.passage) as { documentId: string; passageId: string };
      const recordId = unit.record === null ? null : (record.get(unit.record) as { id: string }).id;
      return {
        key: { documentId, passageId },
        recordId,
        lexical: unit.lexical,
        dense: cosines?.get(unit.passage) ?? null,
        matchedKeys: [...unit.matchedKeys].sort(),
      };
    });
    return candidates.sort((a, b) => b.lexical - a.lexical || (b.dense ?? -2) - (a.dense ?? -2) || compare(nameOf(a), nameOf(b)));
  }
}

function nameOf({ key, recordId }: Candidate): string {
  return `${key.documentId}/${key.passageId}/${recordId ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
