import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type EditionWords, type NewEdition, UNIT_KINDS, type UnitKind, type WordCounts } from '../../ledger.ts';
import type { DocumentWords, Place } from '../word-rows.ts';

type EditionRow = { edition: number; former: number; title: string };

/** Counts in how many units each token stands, for current documents and for superseded ones; which edition is a document's.
 *  Every method runs inside the caller's transaction. */
export class LedgerWords implements DocumentWords {
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;
  readonly #total: StatementSync;
  readonly #units: StatementSync;
  /** Written for the change that is under way. */
  #rewritten: NewEdition | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#add = database.prepare(
      'INSERT INTO token_units VALUES (?, ?, ?, ?) ON CONFLICT (token, kind, former) DO UPDATE SET units = units + excluded.units',
    );
    this.#total = database.prepare('UPDATE unit_totals SET units = units + ?, tokens = tokens + ? WHERE kind = ? AND former = ?');
    this.#units = database.prepare('SELECT units FROM token_units WHERE token = ? AND kind = ? AND former = ?');
  }

  /** In how many units of current documents (with `former`: of superseded ones) a token stands. */
  unitsWith(kind: UnitKind, token: string, former: boolean): number {
    return Number(this.#units.get(token, kind, former ? 1 : 0)?.units ?? 0);
  }

  totals(kind: UnitKind, former: boolean): { units: number; tokens: number } {
    const sql = 'SELECT units, tokens FROM unit_totals WHERE kind = ? AND former = ?';
    return this.#database.prepare(sql).get(kind, former ? 1 : 0) as { units: number; tokens: number };
  }

  /** The title that the document's words are written under. */
  titleOf(document: number): string {
    return this.#editionOf(document).title;
  }

  /** Does `work` with these words at hand: they are needed where it changes a document's title. */
  withRewritten(edition: NewEdition | null, work: () => void): void {
    this.#rewritten = edition;
    try {
      work();
    } finally {
      this.#rewritten = null;
    }
  }

  /** Makes an edition the document's, among the current ones. */
  show(document: number, { edition, title, words, averages }: NewEdition, former: boolean): void {
    this.#database
      .prepare(
        `UPDATE editions SET state = 'live', document = ?, former = ?, title = ?, words = ?, averages = ?, touched = ? WHERE edition = ?`,
      )
      .run(document, former ? 1 : 0, title, packed(words), JSON.stringify(averages), Date.now(), edition);
    this.#count(words, former, 1);
  }

  /** Takes the document's edition out of sight. */
  hide(document: number): void {
    const row = this.#editionOf(document);
    this.#count(this.#wordsOf(row.edition), row.former === 1, -1);
    this.#database
      .prepare(`UPDATE editions SET state = 'dead', document = NULL, former = 0, words = NULL, touched = ? WHERE edition = ?`)
      .run(Date.now(), row.edition);
  }

  rewrite({ document, title, former }: Place): void {
    const row = this.#editionOf(document);
    if (row.title !== title) {
      this.hide(document);
      this.show(document, this.#rewritten!, former);
      return;
    }
    if ((row.former === 1) === former) return;
    const words = this.#wordsOf(row.edition);
    this.#count(words, !former, -1);
    this.#count(words, former, 1);
    this.#database.prepare('UPDATE editions SET former = ? WHERE edition = ?').run(former ? 1 : 0, row.edition);
  }

  #editionOf(document: number): EditionRow {
    return this.#database.prepare('SELECT edition, former, title FROM editions WHERE document = ?').get(document) as EditionRow;
  }

  #wordsOf(edition: number): EditionWords {
    return unpacked((this.#database.prepare('SELECT words FROM editions WHERE edition = ?').get(edition) as { words: Uint8Array }).words);
  }

  #count(words: EditionWords, former: boolean, sign: 1 | -1): void {
    const family = former ? 1 : 0;
    for (const kind of UNIT_KINDS) {
      const { units, tokens, counts } = words[kind];
      for (const [token, each] of counts) this.#add.run(kind, family, token, sign * each);
      this.#total.run(sign * units, sign * tokens, kind, family);
    }
  }
}

type Packed = Record<UnitKind, Omit<WordCounts, 'counts'> & { counts: [string, number][] }>;

function packed(words: EditionWords): Uint8Array {
  const plain = Object.fromEntries(UNIT_KINDS.map((kind) => [kind, { ...words[kind], counts: [...words[kind].counts] }]));
  return deflateRawSync(JSON.stringify(plain));
}

function unpacked(bytes: Uint8Array): EditionWords {
  const plain = JSON.parse(inflateRawSync(bytes).toString('utf8')) as Packed;
  const counted = ({ counts, ...rest }: Packed[UnitKind]): WordCounts => ({ ...rest, counts: new Map(counts) });
  return { passage: counted(plain.passage), record: counted(plain.record) };
}
