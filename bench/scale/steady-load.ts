import { setTimeout as wait } from 'node:timers/promises';
import { documentIdOf } from '../../knowledge/document/ids.ts';
import type { MillwrightError } from '../../knowledge/errors.ts';
import { madeRevision } from '../../knowledge/store/fixtures/made-revision.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';

const PASSAGES = 40;
const DOCUMENTS = 25;
/** Between two documents, so that asking and ingesting go on together. */
const PAUSE_MS = 50;

export type Question = { at: number; ms: number; outcome: 'right' | 'wrong' | 'mixed' | 'failed'; error?: string };

/** Questions and ingestion that go on until they are stopped. Every document has a word of its own in each of its passages, and every edition
 *  of it another number in each passage's id: what a search for that word finds tells whether it saw one whole edition, and which. */
export class SteadyLoad {
  readonly questions: Question[] = [];
  /** Errors of commits, which were not acknowledged. */
  readonly refused: string[] = [];
  commits = 0;
  readonly #store: PassageStore;
  readonly #begun: number[];
  readonly #acknowledged: number[];
  #stopped = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(store: PassageStore) {
    this.#store = store;
    this.#begun = Array(DOCUMENTS).fill(0);
    this.#acknowledged = Array(DOCUMENTS).fill(0);
  }

  async begin({ askers }: { askers: number }): Promise<void> {
    for (let document = 0; document < DOCUMENTS; document += 1) await this.#commit(document);
    this.#running = Promise.all([this.#ingest(), ...Array.from({ length: askers }, (_, asker) => this.#ask(asker))]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Of all documents, those whose last acknowledged edition (or a later one that was begun) cannot be found whole in a store. */
  async lost(store: PassageStore): Promise<number> {
    let lost = 0;
    for (let document = 0; document < DOCUMENTS; document += 1)
      if ((await this.#outcome(document, this.#acknowledged[document]!, store)) !== 'right') lost += 1;
    return lost;
  }

  async #ingest(): Promise<void> {
    for (let turn = 0; !this.#stopped; turn += 1) {
      await this.#commit(turn % DOCUMENTS).catch((error: MillwrightError) => this.refused.push(error.code));
      await wait(PAUSE_MS);
    }
  }

  async #commit(document: number): Promise<void> {
    const edition = this.#begun[document]! + 1;
    this.#begun[document] = edition;
    await this.#store.commit(revisionOf(document, edition));
    this.#acknowledged[document] = edition;
    this.commits += 1;
  }

  async #ask(first: number): Promise<void> {
    for (let document = first; !this.#stopped; document = (document + 7) % DOCUMENTS) {
      const at = performance.now();
      const acknowledged = this.#acknowledged[document]!;
      try {
        const outcome = await this.#outcome(document, acknowledged);
        this.questions.push({ at, ms: performance.now() - at, outcome });
      } catch (error) {
        this.questions.push({ at, ms: performance.now() - at, outcome: 'failed', error: (error as MillwrightError).code });
      }
    }
  }

  /** Right: all passages of one edition, none older than what was acknowledged before the question was asked. */
  async #outcome(document: number, acknowledged: number, store = this.#store): Promise<'right' | 'wrong' | 'mixed'> {
    const terms = tokenize(wordOf(document)).map((token) => ({ token, weight: 1 }));
    const found = await store.search({ terms, keys: [], limit: 2 * PASSAGES });
    const own = found.filter(({ key }) => key.documentId === documentIdOf(fileOf(document)));
    const editions = new Set(own.map(({ key }) => Number(key.passageId.split('-')[0])));
    if (editions.size > 1) return 'mixed';
    const [edition = 0] = editions;
    return own.length === PASSAGES && found.length === PASSAGES && edition >= acknowledged && edition <= this.#begun[document]!
      ? 'right'
      : 'wrong';
  }
}

const fileOf = (document: number) => `steady-${document}.pdf`;
/** Letters alone: a number would be a code. */
const wordOf = (document: number) => `steady${String.fromCharCode(97 + document)}zq`;

function revisionOf(document: number, edition: number) {
  const passages = Array.from({ length: PASSAGES }, (_, index) => ({
    id: `${edition}-${index}`,
    text: `${wordOf(document)} bolt pump seal ${index} of edition ${edition}`,
  }));
  return madeRevision({ docId: fileOf(document), title: `Steady ${document}`, passages });
}
