import type { DatabaseSync } from 'node:sqlite';
import { MillwrightError } from '../../errors.ts';
import { VectorScan } from './vector-scan.ts';

/** Vectors are read so many at a time. */
const BLOCK = 1_024;
/** One block as one value: rows one by one take more than twice as long. SQLite joins the bytes of blobs as it joins text, with their length
 *  (func.c, groupConcatStep), and the cast takes nothing from them; the length is checked all the same. */
const BLOCKS = `SELECT group_concat(passage) AS passages, CAST(group_concat(exact, '') AS BLOB) AS exact
  FROM (SELECT passage, exact FROM vectors WHERE passage > ? ORDER BY passage LIMIT ${BLOCK})`;
/** Rows of a document were written together. */
const LAST_PASSAGES = 'SELECT document, max(number) AS last FROM passages GROUP BY document ORDER BY last';
const ONE = 'SELECT v.passage, v.exact, p.document FROM vectors v JOIN passages p ON p.number = v.passage';

type Row = { passage: number; exact: Uint8Array; document: number };

/** Into an empty scan. Errors: store_damaged. */
export function takeInAll(database: DatabaseSync, scan: VectorScan): void {
  const documents = database.prepare(LAST_PASSAGES).all() as { document: number; last: number }[];
  const blocks = database.prepare(BLOCKS);
  let document = 0;
  for (let last = 0; ; ) {
    const { passages, exact } = blocks.get(last) as { passages: string | null; exact: Uint8Array };
    if (passages === null) return;
    const numbers = JSON.parse(`[${passages}]`) as number[];
    const vectors = floats(exact);
    if (vectors.length !== numbers.length * scan.dimensions) throw torn(vectors.length, numbers.length * scan.dimensions);
    const groups = numbers.map((number) => {
      while (documents[document]!.last < number) document += 1;
      return documents[document]!.document;
    });
    scan.add(numbers, groups, vectors);
    last = numbers.at(-1)!;
  }
}

/** Those of passages that came after all that the scan has seen. */
export function takeInLater(database: DatabaseSync, scan: VectorScan): void {
  const later = database.prepare(`${ONE} WHERE v.passage > ? ORDER BY v.passage`);
  for (const row of later.iterate(scan.highestOwner) as Iterable<Row>) put(scan, row);
}

/** What the scan has too many goes, what it lacks comes. */
export function takeInDifference(database: DatabaseSync, scan: VectorScan): void {
  const gone = new Set(scan.owners());
  const missing: number[] = [];
  for (const { passage } of database.prepare('SELECT passage FROM vectors').iterate() as Iterable<{ passage: number }>) {
    if (!gone.delete(passage)) missing.push(passage);
  }
  for (const passage of gone) scan.remove(passage);
  const one = database.prepare(`${ONE} WHERE v.passage = ?`);
  for (const passage of missing) put(scan, one.get(passage) as Row);
}

function put(scan: VectorScan, { passage, exact, document }: Row): void {
  scan.put(passage, document, VectorScan.quantize(floats(exact)));
}

export function floats(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}

function torn(found: number, expected: number): MillwrightError {
  return new MillwrightError(
    `The store holds vectors of another length than its embedder makes (${found} numbers where ${expected} belong). Run "millwright reindex".`,
    { code: 'store_damaged' },
  );
}
