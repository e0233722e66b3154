import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tokenize } from '../../text/tokens.ts';
import { madeRevision } from '../fixtures/made-revision.ts';
import { COLUMN_WEIGHTS, WORD_TABLES, type WordTable } from './fts/word-tables.ts';
import { openDatabase } from './open-database.ts';
import { CONTENTS_CHANGE } from './schema.ts';
import { TermFrequency } from './term-frequency.ts';
import { TokenScores } from './token-scores.ts';
import { WordRows } from './word-rows.ts';
import { RevisionWriter } from './write-revision.ts';

let database: DatabaseSync;
let writer: RevisionWriter;
beforeEach(() => {
  database = openDatabase({ path: ':memory:' });
  writer = new RevisionWriter(database);
});
afterEach(() => database.close());

/** As the store does it: one transaction, after which the contents are other ones. */
function change(work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  work();
  database.exec(CONTENTS_CHANGE);
  database.exec('COMMIT');
}

/** Every word of every table: FTS5's own bm25() is the truth. */
function expectSameAsBm25(readers: Readers): void {
  for (const table of WORD_TABLES) {
    const weights = COLUMN_WEIGHTS.join(', ');
    const truth = database.prepare(
      `SELECT rowid AS row, -bm25(${table}_words, ${weights}) AS score FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY rowid`,
    );
    const terms = database.prepare(`SELECT term FROM ${table}_terms`).all() as { term: string }[];
    for (const { term } of terms) {
      const found = readers[table]!.scores.of([term])[0]!;
      const expected = truth.all(matching(term)) as { row: number; score: number }[];
      expect([...found.rows]).toEqual(expected.map(({ row }) => row));
      expect(readers[table]!.frequency.of(term)).toBe(expected.length);
      for (const [index, { score }] of expected.entries()) expect(found.scores[index]! / score).toBeCloseTo(1, 6);
    }
  }
}

/** In columns of words: tags stand in the same lists. */
const matching = (token: string) => `{text path title headers} : "${token}"`;

type Readers = Record<string, { scores: TokenScores; frequency: TermFrequency }>;

function readers(): Readers {
  const reader = (table: WordTable) => {
    const frequency = new TermFrequency(database, table);
    return { scores: new TokenScores(database, frequency), frequency };
  };
  return Object.fromEntries(WORD_TABLES.map((table) => [table, reader(table)]));
}

const made = (docId: string, texts: readonly string[], title = docId, revision: string | null = null) =>
  madeRevision({
    ...{ docId, title, fingerprint: `${docId}/${texts.join()}/${title}` },
    ...(revision !== null && { identity: { documentNumber: 'OM-1', revision } }),
    passages: texts.map((text, index) => ({
      id: `p${index}`,
      text,
      rows: [{ id: `r${index}`, cells: { Code: `E-${index}`, Cause: text } }],
    })),
  });

const WORDS = ['pump', 'seal', 'oil', 'd1', 'd12', 'bolt', 'valve', 'kp-40', '泵体', '0.45', 'shaft', 'the', 'of'];
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
const step = fc.oneof(
  fc.record({
    is: fc.constant('commit' as const),
    file: fc.integer({ min: 0, max: 4 }),
    texts: fc.array(text, { maxLength: 12 }),
    revision: fc.option(fc.constantFrom('A', 'B', 'C')),
  }),
  fc.record({ is: fc.constant('remove' as const), file: fc.integer({ min: 0, max: 4 }) }),
);

it('scores every word of every row as bm25() does, whatever was written, replaced, removed and superseded before', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const kept = readers();
      for (const each of steps) {
        const revision = made(
          `${each.file}.pdf`,
          each.is === 'commit' ? each.texts : [],
          undefined,
          each.is === 'commit' ? each.revision : null,
        );
        change(() => (each.is === 'commit' ? writer.write(revision) : writer.remove(revision.documentId)));
        expectSameAsBm25(kept);
      }
    }),
    { numRuns: 20 },
  );
});

it('reads lists that go on over many pages, and places of one row that do', () => {
  const long = Array.from({ length: 30_000 }, (_, index) => (index % 3 === 0 ? 'pump' : `w${index % 500}`)).join(' ');
  const many = Array.from({ length: 3_000 }, (_, index) => `pump ${'seal '.repeat(index % 40)} n${index}`);
  change(() => writer.write(made('long.pdf', [long, 'pump', long])));
  change(() => writer.write(made('many.pdf', many)));
  change(() => writer.remove(made('long.pdf', []).documentId));
  change(() => writer.write(made('long.pdf', ['seal', long, 'oil'])));
  const tables = readers();
  for (const word of ['pump', 'seal', 'w17', 'oil', 'n2999', 'nothing'])
    for (const table of ['passage', 'record'] as const) {
      const truth = database.prepare(
        `SELECT rowid AS row, -bm25(${table}_words, ${COLUMN_WEIGHTS.join(', ')}) AS score FROM ${table}_words WHERE ${table}_words MATCH ? ORDER BY rowid`,
      );
      const expected = truth.all(matching(word)) as { row: number; score: number }[];
      const found = tables[table]!.scores.of([word])[0]!;
      expect([...found.rows]).toEqual(expected.map(({ row }) => row));
      expect(Math.max(0, ...expected.map(({ score }, index) => Math.abs(found.scores[index]! - score)))).toBeLessThan(1e-6);
    }
});

it('gives rows that hold all of some words the sum of their scores', () => {
  change(() => writer.write(made('a.pdf', ['pump seal', 'pump', 'seal oil', 'oil pump seal'])));
  const scores = readers().passage!.scores;
  const [pump, seal] = scores.of(['pump', 'seal']) as [ReturnType<TokenScores['ofAll']>, ReturnType<TokenScores['ofAll']>];
  const both = scores.ofAll(['pump', 'seal']);
  expect([...both.rows]).toEqual([1, 4]);
  expect(both.scores[1]).toBeCloseTo(pump.scores[2]! + seal.scores[2]!, 9);
  expect(scores.ofAll(['pump', 'nothing']).rows).toHaveLength(0);
});

it.each([
  ['αντλίας', 'ΑΝΤΛΊΑΣ'],
  ['µm', 'μM'],
  ['größe', 'GRÖẞE'],
])('finds a word however its letters are written: %s, %s', (one, other) => {
  change(() => writer.write(made('a.pdf', [one, other])));
  for (const word of [one, other]) expect(readers().passage!.frequency.of(tokenize(word)[0]!)).toBe(2);
});

it('takes the words of a document whose title was corrected: the same rows, of another length', () => {
  const kept = readers();
  change(() => writer.write(made('a.pdf', ['pump seal', 'oil'], 'Pump')));
  expectSameAsBm25(kept);
  change(() => new WordRows(database).rewrite({ document: 1, title: 'A far longer title of a pump', former: false }));
  expectSameAsBm25(kept);
});

it('says that the index is damaged where its format is another one or pages are gone', () => {
  change(() => writer.write(made('a.pdf', ['pump seal'])));
  database.enableDefensive(false);
  database.exec('DELETE FROM passage_words_data WHERE id > 10');
  expect(() => readers().passage!.scores.of(['pump'])).toThrow(/lacks pages/);
  database.exec(`UPDATE passage_words_data SET block = x'00000000010101' WHERE id = 10`);
  const { scores } = readers().passage!;
  for (const _ of ['first', 'again']) expect(() => scores.of(['pump'])).toThrow(/format/);
});
