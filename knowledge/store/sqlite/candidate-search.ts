import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Candidate, PassageKey, StoreFilter, StoreQuery } from '../passage-store.ts';
import type { Terms } from '../words/affordable-terms.ts';
import { ContentsWatch } from './contents-watch.ts';
import { documentConditions } from './document-conditions.ts';
import type { WordTable } from './fts/word-tables.ts';
import { type GroupChoice, isChosen } from './group-slots.ts';
import { type LexicalResult, LexicalSearch } from './lexical-search.ts';
import type { SqliteVectors } from './sqlite-vectors.ts';
import { TermFrequency } from './term-frequency.ts';
import { KEY_OF_PASSAGE, KEY_OF_RECORD } from './write-revision.ts';

/** Filters whose documents are kept in mind. */
const KEPT_CHOICES = 50;

/** No limit is higher: what SQLite counts with ends. */
const MOST = 1_000_000;

const PASSAGE_NAMES = `SELECT p.number, d.id AS documentId, p.id AS passageId FROM passages p JOIN documents d ON d.number = p.document
  WHERE p.number IN (SELECT value FROM json_each(?))`;
const RECORD_NAMES = 'SELECT number, id FROM records WHERE number IN (SELECT value FROM json_each(?))';
const PASSAGES_OF_RECORDS = 'SELECT number, passage FROM records WHERE number IN (SELECT value FROM json_each(?))';
const KEYS = `SELECT k.key, k.kind, k.unit, k.document, CASE k.kind WHEN ${KEY_OF_PASSAGE} THEN k.unit ELSE (SELECT passage FROM records WHERE number = k.unit) END AS passage
  FROM keys k WHERE k.key = ? ORDER BY k.kind DESC, k.unit`;

type Kind = 'passage' | 'record';
/** Documents that a search may bring. `only`: those of the filter's conditions (null: there are none). `former`: superseded ones
 *  too. `chosen`: both together (null: all). */
type Choice = { only: ReadonlySet<number> | null; former: boolean; chosen: GroupChoice | null };
type Unit = { passage: number; record: number | null; lexical: number; matchedKeys: Set<string> };

/** The union of what words, keys and vectors bring, each unit once, with both scores. Runs inside the caller's guard. */
export class CandidateSearch {
  readonly #database: DatabaseSync;
  readonly #passageNames: StatementSync;
  readonly #recordNames: StatementSync;
  readonly #passagesOfRecords: StatementSync;
  readonly #keys: StatementSync;
  readonly #contents: ContentsWatch;
  readonly #choices = new Map<string, Choice>();
  readonly #vectors: SqliteVectors;
  readonly #current: Record<Kind, LexicalSearch>;
  readonly #former: Record<Kind, LexicalSearch>;

  /** `passageTerms`: how often tokens stand in passages of current documents; whoever asks for them shares what was counted. */
  constructor(database: DatabaseSync, vectors: SqliteVectors, passageTerms: TermFrequency) {
    this.#database = database;
    this.#passageNames = database.prepare(PASSAGE_NAMES);
    this.#recordNames = database.prepare(RECORD_NAMES);
    this.#passagesOfRecords = database.prepare(PASSAGES_OF_RECORDS);
    this.#keys = database.prepare(KEYS);
    this.#contents = new ContentsWatch(database);
    this.#vectors = vectors;
    const searchOf = (table: WordTable) => new LexicalSearch(database, new TermFrequency(database, table));
    this.#current = { passage: new LexicalSearch(database, passageTerms), record: searchOf('record') };
    this.#former = { passage: searchOf('former_passage'), record: searchOf('former_record') };
  }

  search({ terms, vector, keys, filter, limit: asked }: StoreQuery): Candidate[] {
    const limit = Math.max(0, Math.min(asked, MOST));
    const choice = this.#choice(filter ?? {});
    if (choice.only?.size === 0) return [];
    const units = new Map<string, Unit>();
    const add = (passage: number, record: number | null): Unit => {
      const name = record === null ? `p${passage}` : `r${record}`;
      const unit = units.get(name) ?? { passage, record, lexical: 0, matchedKeys: new Set<string>() };
      units.set(name, unit);
      return unit;
    };

    for (const { key, kind, unit, passage } of this.#keyed(keys, choice.chosen, limit))
      add(passage, kind === KEY_OF_RECORD ? unit : null).matchedKeys.add(key);
    const dense = vector === undefined ? null : this.#vectors.nearest(vector, limit, choice.chosen);
    for (const passage of dense?.keys() ?? []) add(passage, null);

    const passages = this.#best('passage', terms, limit, choice);
    for (const { number } of passages.best) add(number, null);
    const rows = this.#best('record', terms, limit, choice);
    const passageOf = this.#passageOfRecords(rows.best.map(({ number }) => number));
    for (const { number } of rows.best) add(passageOf.get(number)!, number);

    const list = [...units.values()];
    for (const unit of list) unit.lexical = (unit.record === null ? passages.scores.get(unit.passage) : rows.scores.get(unit.record)) ?? 0;
    const cosines = vector === undefined ? null : this.#vectors.cosinesOf(vector, [...new Set(list.map(({ passage }) => passage))]);
    return this.#named(list, cosines);
  }

  /** As documents are asked for again and again, what filters let through is kept until documents change. */
  #choice(filter: StoreFilter): Choice {
    if (this.#contents.hasChanged() || this.#choices.size >= KEPT_CHOICES) this.#choices.clear();
    const name = JSON.stringify(filter);
    const choice = this.#choices.get(name) ?? this.#chosen(filter);
    this.#choices.set(name, choice);
    return choice;
  }

  /** What the filter lets through: all conditions, and of revisions the current ones unless all are asked for. */
  #chosen(filter: StoreFilter): Choice {
    const { conditions, values } = documentConditions(filter);
    const numbers = (where: string) => {
      const rows = this.#database.prepare(`SELECT d.number FROM documents d WHERE ${where}`).all(...values) as { number: number }[];
      return new Set(rows.map(({ number }) => number));
    };
    const former = filter.revisions === 'all';
    if (conditions.length === 0) {
      const without = former ? new Set<number>() : numbers('d.superseded = 1');
      return { only: null, former, chosen: without.size === 0 ? null : { without } };
    }
    if (!former) conditions.push('d.superseded = 0');
    const only = numbers(conditions.join(' AND '));
    return { only, former, chosen: { only } };
  }

  /** The best rows of current documents and, where they are asked for, of superseded ones: scored by tables, ranked together. */
  #best(kind: Kind, terms: Terms, limit: number, { only, former }: Choice): LexicalResult {
    const query = { terms, limit, documents: only };
    const current = this.#current[kind].search(query);
    if (!former) return current;
    const superseded = this.#former[kind].search(query);
    const best = [...current.best, ...superseded.best].sort((a, b) => b.score - a.score || a.number - b.number).slice(0, limit);
    return { best, scores: { get: (number) => superseded.scores.get(number) ?? current.scores.get(number) } };
  }

  #keyed(keys: readonly string[], chosen: GroupChoice | null, limit: number) {
    return [...new Set(keys)].flatMap((key) => {
      const rows = this.#keys.all(key) as { key: string; kind: number; unit: number; document: number; passage: number }[];
      return rows.filter(({ document }) => chosen === null || isChosen(chosen, document)).slice(0, limit);
    });
  }

  #passageOfRecords(records: readonly number[]): Map<number, number> {
    const rows = this.#passagesOfRecords.all(JSON.stringify(records)) as { number: number; passage: number }[];
    return new Map(rows.map(({ number, passage }) => [number, passage]));
  }

  #named(units: Unit[], cosines: Map<number, number> | null): Candidate[] {
    const passages = [...new Set(units.map(({ passage }) => passage))];
    const names = this.#passageNames.all(JSON.stringify(passages)) as ({ number: number } & PassageKey)[];
    const nameOfPassage = new Map(names.map(({ number, documentId, passageId }) => [number, { documentId, passageId }]));
    const records = this.#recordNames.all(JSON.stringify(units.flatMap(({ record }) => record ?? []))) as { number: number; id: string }[];
    const idOfRecord = new Map(records.map(({ number, id }) => [number, id]));
    const candidates = units.map((unit): Candidate => {
      const { documentId, passageId } = nameOfPassage.get(unit.passage)!;
      const recordId = unit.record === null ? null : idOfRecord.get(unit.record)!;
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
