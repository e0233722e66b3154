import { createHash } from 'node:crypto';
import type { Passage, TableRecord } from '../../document/passage.ts';
import type { EditionWords, NotedPassage, UnitKind } from '../ledger.ts';
import { embeddedText } from '../words/embedded-text.ts';
import { type IndexWords, passageWords, recordWords } from '../words/index-words.ts';
import { pointIdOf } from './point-ids.ts';
import { countWords, noWords, type SparseVector, sparseWords } from './sparse-words.ts';

/** The names of a point's vectors: meaning, words of a passage, words of a row. Rows and passages are counted apart, as in SQLite. */
export const DENSE = 'dense';
export const WORDS: Record<UnitKind, string> = { passage: 'words', record: 'row_words' };
/** Where the keys of a unit stand in its payload. */
export const KEYS: Record<UnitKind, string> = { passage: 'codes', record: 'keys' };

export type Payload = {
  edition: number;
  document: string;
  passage: string;
  /** Only of rows. */
  record?: string;
  /** Of passages. */
  codes?: string[];
  /** Of rows. */
  keys?: string[];
  /** The unit as JSON. A text, not an object: Qdrant never looks into it, and half a surrogate pair stays as it is. */
  content: string;
};
export type Point = { id: string; vector: Record<string, SparseVector | number[]>; payload: Payload };

/** The passages and rows of one document, whose words are about to be written under a title. */
export type EditionContent = { documentId: string; title: string; passages: readonly Passage[]; records: readonly TableRecord[] };

/** What of an edition is known before its points are made. */
export function countEdition({ title, passages, records }: Omit<EditionContent, 'documentId'>): EditionWords {
  const total = noWords();
  for (const { passage, rows } of withRows(passages, records)) {
    countWords(total, 'passage', passageWords(title, passage, rows));
    for (const row of rows) countWords(total, 'record', recordWords(title, passage, row));
  }
  return total;
}

type Making = { edition: number; averages: Record<UnitKind, number>; vectorOf: (passageId: string) => readonly number[] | undefined };

/** The points of an edition, one after the other. */
export function* editionPoints(content: EditionContent, { edition, averages, vectorOf }: Making): Generator<Point> {
  const { documentId: document, title, passages, records } = content;
  const point = (kind: UnitKind, id: string, words: IndexWords, payload: Omit<Payload, 'edition' | 'document'>): Point => ({
    id: pointIdOf(edition, kind, id),
    vector: { [WORDS[kind]]: sparseWords(words, averages[kind]) },
    payload: { edition, document, ...payload },
  });
  for (const { passage, rows } of withRows(passages, records)) {
    const codes = distinct(passage.codes);
    const made = point('passage', passage.id, passageWords(title, passage, rows), {
      ...{ passage: passage.id, ...(codes.length > 0 && { codes }), content: JSON.stringify(passage) },
    });
    const vector = vectorOf(passage.id);
    yield vector === undefined ? made : { ...made, vector: { ...made.vector, [DENSE]: [...vector] } };
    for (const row of rows) {
      const keys = distinct(row.keys);
      yield point('record', row.id, recordWords(title, passage, row), {
        ...{ passage: passage.id, record: row.id, ...(keys.length > 0 && { keys }), content: JSON.stringify(row) },
      });
    }
  }
}

/** The words alone of an edition's points, as they would be written now. */
export function* editionWords(content: EditionContent, making: Omit<Making, 'vectorOf'>): Generator<Pick<Point, 'id' | 'vector'>> {
  for (const { id, vector } of editionPoints(content, { ...making, vectorOf: () => undefined })) yield { id, vector };
}

/** What tells whether a passage would be embedded as before. `title`: the one that was read. */
export function embeddedFingerprint(title: string, passage: Passage): string {
  return createHash('sha256').update(embeddedText(title, passage), 'utf8').digest('base64url').slice(0, 22);
}

export function notedPassages(title: string, passages: readonly Passage[], embedded: (passageId: string) => boolean): NotedPassage[] {
  return passages.map((passage) => ({
    id: passage.id,
    ordinal: passage.ordinal,
    fingerprint: embeddedFingerprint(title, passage),
    embedded: embedded(passage.id),
  }));
}

function* withRows(passages: readonly Passage[], records: readonly TableRecord[]) {
  const rowsOf = Map.groupBy(records, ({ passageId }) => passageId);
  for (const passage of passages) yield { passage, rows: rowsOf.get(passage.id) ?? [] };
}

function distinct(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.toWellFormed()))];
}
