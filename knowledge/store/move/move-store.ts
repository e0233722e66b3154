import { createHash } from 'node:crypto';
import { MillwrightError } from '../../errors.ts';
import { tellingTokens } from '../../text/tokens.ts';
import type { PassageStore } from '../passage-store.ts';
import type { MovableStore, StoredDocument, WordLengths } from '../store-contents.ts';

/** Vectors that are put at once. */
const VECTORS = 256;
/** Sample questions, the words of each, and how many of the first units are compared. */
const SAMPLES = 40;
const SAMPLE_WORDS = 12;
const COMPARED = 10;
/** Below this share of equal units, one of them does not find what it holds. Ties account for less, and so do the averages of many times that a
 *  Qdrant which grew weighs its words against. */
const LEAST_OVERLAP = 0.5;

export type MoveProgress = { step: 'documents' | 'checking' | 'questions'; done: number; total: number };
export type MoveReport = {
  documents: number;
  /** Of these, what was there already from an earlier run. */
  kept: number;
  passages: number;
  records: number;
  vectors: number;
  /** SHA-256 over the checksums of all documents, the same for both. */
  checksum: string;
  /** Share of the first units of sample questions that both stores find. */
  overlap: number;
};

export type Move = {
  from: MovableStore;
  to: MovableStore;
  /** Go on where an earlier move ended; otherwise the target must be empty. */
  resume: boolean;
  /** What the target's words are weighed against; absent: the same as the source's. */
  lengths?: WordLengths;
  signal?: AbortSignal;
  onProgress?: (progress: MoveProgress) => void;
};

/** Carries everything of one store into another, document by document, and proves that it is all there. Nothing is changed at the source.
 *  Null where it was cancelled: what is done is kept, and `resume` goes on.
 *  Errors: bad_request (the target holds something), store_damaged (the proof fails), and both stores' own. */
export async function moveStore({ from, to, resume, lengths, signal, onProgress = () => undefined }: Move): Promise<MoveReport | null> {
  if (!resume && (await to.contents.documentIds()).length > 0)
    throw new MillwrightError(
      `The target (${to.place}) holds documents already. Go on with an earlier move by --resume, or choose an empty one.`,
      {
        code: 'bad_request',
      },
    );
  await to.contents.carry(await from.contents.carried());
  to.contents.keepLengths(lengths ?? (await from.contents.lengths()));
  const ids = await from.contents.documentIds();
  const wanted = new Set(ids);
  for (const id of await to.contents.documentIds()) if (!wanted.has(id)) await to.remove(id);
  let kept = 0;
  for (const [done, id] of ids.entries()) {
    onProgress({ step: 'documents', done, total: ids.length });
    if (signal?.aborted) return null;
    if (await isThere(id, from, to)) kept += 1;
    else await moveDocument(id, from, to);
  }
  onProgress({ step: 'documents', done: ids.length, total: ids.length });
  await to.contents.settle(signal);
  if (signal?.aborted) return null;
  return { ...(await proof(ids, { from, to, signal, onProgress })), kept };
}

/** Same file, read at the same time, with all its vectors: the proof looks into it. */
async function isThere(id: string, from: PassageStore, to: PassageStore): Promise<boolean> {
  const [source, target] = [await from.catalogue.get(id), await to.catalogue.get(id)];
  return source !== null && target !== null && source.ingestedAt === target.ingestedAt && source.vectors === target.vectors;
}

/** Its time is set last: a document that lacks it is moved again. */
async function moveDocument(id: string, from: MovableStore, to: MovableStore): Promise<void> {
  const [document, summary] = [await from.contents.document(id), await from.catalogue.get(id)];
  if (document === null || summary === null) return;
  await to.commit(document.revision);
  const embedder = from.contents.embedder();
  const entries = [...document.vectors].map(([passageId, vector]) => ({ key: { documentId: id, passageId }, vector }));
  for (let start = 0; embedder !== null && start < entries.length; start += VECTORS)
    await to.vectors.put(embedder.id, embedder.dimensions, entries.slice(start, start + VECTORS));
  await to.contents.keepTime(id, summary.ingestedAt);
}

type Proof = Required<Pick<Move, 'from' | 'to' | 'onProgress'>> & { signal: AbortSignal | undefined };

async function proof(ids: readonly string[], { from, to, onProgress }: Proof): Promise<Omit<MoveReport, 'kept'>> {
  const [source, target] = [await from.catalogue.list(), await to.catalogue.list()];
  const listed = new Map(target.map((document) => [document.id, JSON.stringify(document)]));
  for (const document of source)
    if (listed.get(document.id) !== JSON.stringify(document)) throw different(document.file, 'is not listed alike');
  if (source.length !== target.length) throw different('The list of documents', `has ${target.length} instead of ${source.length}`);
  const sums = createHash('sha256');
  for (const [done, id] of ids.entries()) {
    onProgress({ step: 'checking', done, total: ids.length });
    const [before, after] = [checksumOf(await from.contents.document(id)), checksumOf(await to.contents.document(id))];
    if (before !== after) throw different(source.find((document) => document.id === id)?.file ?? id, 'has other passages, rows or vectors');
    sums.update(before);
  }
  const overlap = await sampledOverlap(ids, { from, to, onProgress });
  if (overlap < LEAST_OVERLAP) throw different('Sample questions', `find ${Math.round(overlap * 100)} % of the same`);
  const { passages, vectors } = await to.vectors.counts();
  const records = target.reduce((sum, document) => sum + document.records, 0);
  return { documents: target.length, passages, records, vectors, checksum: sums.digest('hex'), overlap };
}

/** Of passages, rows and which passages have a vector; in any order. */
function checksumOf(document: StoredDocument | null): string {
  if (document === null) return '';
  const { revision, vectors } = document;
  const units = [...revision.passages, ...revision.records].map((unit) => JSON.stringify(unit));
  return createHash('sha256')
    .update([...units, ...vectors.keys()].sort().join('\n'), 'utf8')
    .digest('hex');
}

/** Asks both for passages of documents all over the knowledge, by their words and their vector. */
async function sampledOverlap(ids: readonly string[], { from, to, onProgress }: Omit<Proof, 'signal'>): Promise<number> {
  const step = Math.max(1, Math.floor(ids.length / SAMPLES));
  const sampled = ids.filter((_, index) => index % step === 0).slice(0, SAMPLES);
  const shares: number[] = [];
  for (const [done, id] of sampled.entries()) {
    onProgress({ step: 'questions', done, total: sampled.length });
    const document = await from.contents.document(id);
    const passage = document?.revision.passages.at(Math.floor(document.revision.passages.length / 2));
    if (passage === undefined) continue;
    const terms = tellingTokens(passage.text)
      .slice(0, SAMPLE_WORDS)
      .map((token) => ({ token, weight: 1 }));
    const vector = document!.vectors.get(passage.id);
    const query = { terms, keys: [], limit: 60, ...(vector && { vector }) };
    const found = await Promise.all([from, to].map(async (store) => (await store.search(query)).slice(0, COMPARED).map(nameOf)));
    if (found[0]!.length > 0) shares.push(new Set(found[0]).intersection(new Set(found[1])).size / found[0]!.length);
  }
  return shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function nameOf({ key, recordId }: { key: { documentId: string; passageId: string }; recordId: string | null }): string {
  return `${key.documentId}/${key.passageId}/${recordId ?? ''}`;
}

function different(what: string, how: string): MillwrightError {
  return new MillwrightError(
    `What was moved is not what was there: "${what}" ${how}. Was something ingested meanwhile? Run the move again with --resume.`,
    {
      code: 'store_damaged',
    },
  );
}
