import type { FoundConflict, KeptConflict, NewConflicts } from '../../knowledge/document/conflict.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { CitationList } from '../compose/citations.ts';
import type { ListedConflict } from './listed-conflict.ts';
import { saidConflict } from './said-conflict.ts';
import { searchConflicts, searchConflictsOf } from './search-conflicts.ts';

type Store = Pick<PassageStore, 'catalogue' | 'passages' | 'terms' | 'conflicts'>;

/** The conflicts between the plant's documents: those that questions came upon, and those that a search through all finds. */
export class PlantConflicts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those whose words still stand in current documents, in the order in which they were found. */
  async list(): Promise<ListedConflict[]> {
    const listed: ListedConflict[] = [];
    for (const kept of await this.#store.conflicts.all()) {
      const sides = await this.#standing(kept);
      if (sides !== null) listed.push({ id: kept.id, foundAt: kept.foundAt, sides, dismissed: kept.dismissed });
    }
    return listed;
  }

  /** Looks through all current documents. Forgets what does not stand any more, unless somebody said something of it. */
  async search(signal?: AbortSignal): Promise<ListedConflict[]> {
    const { conflicts } = await searchConflicts(this.#store, signal);
    await this.#store.conflicts.keep(conflicts.map(saidConflict));
    const standing = new Set((await this.list()).map(({ id }) => id));
    const gone = (await this.#store.conflicts.all()).filter(({ id, dismissed }) => dismissed === null && !standing.has(id));
    await this.#store.conflicts.remove(gone.map(({ id }) => id));
    return this.list();
  }

  /** Looks for what new documents say against others, in bounded time, and keeps it for the steward. Returns how many conflicts nobody
   *  was told of before. */
  async searchFor(documentIds: readonly string[], signal?: AbortSignal): Promise<NewConflicts> {
    const { conflicts, complete } = await searchConflictsOf(documentIds, this.#store, signal);
    const found = new Map(conflicts.map(saidConflict).map((conflict) => [conflict.id, conflict]));
    for (const { id } of found.size === 0 ? [] : await this.#store.conflicts.all()) found.delete(id);
    await this.#store.conflicts.keep([...found.values()]);
    return { found: found.size, complete };
  }

  /** Says that a conflict is none; null takes that back. Errors: not_found. */
  async dismiss(id: string, reason: string | null): Promise<void> {
    const dismissal = reason === null ? null : { reason, at: new Date().toISOString() };
    if (await this.#store.conflicts.dismiss(id, dismissal)) return;
    throw new MillwrightError(`There is no conflict "${id}". "millwright conflicts" lists them with their ids.`, { code: 'not_found' });
  }

  /** Why people say that these are none, by id. `keep`: the steward is told of those that are new; where that cannot be written now, a
   *  later question or search comes upon them again. */
  async said(found: readonly FoundConflict[], { keep }: { keep: boolean }): Promise<Map<string, string>> {
    const known = new Map((await this.#store.conflicts.all()).map((kept) => [kept.id, kept]));
    const fresh = found.filter(({ id }) => !known.has(id));
    if (keep && fresh.length > 0)
      await this.#store.conflicts.keep(fresh).catch((error: unknown) => {
        if (!(error instanceof MillwrightError)) throw error;
      });
    return new Map(found.flatMap(({ id }) => (known.get(id)?.dismissed ? [[id, known.get(id)!.dismissed!.reason] as const] : [])));
  }

  /** Null where one of the documents is gone or superseded, or says something else now. */
  async #standing({ sides }: KeptConflict): Promise<ListedConflict['sides'] | null> {
    const list = new CitationList();
    for (const { documentId, passageId, quote } of sides) {
      const [passage] = await this.#store.passages([{ documentId, passageId }]);
      const start = passage?.text.indexOf(quote) ?? -1;
      if (passage === undefined || start === -1 || passage.document.supersededBy !== null) return null;
      list.cite(passage, start, start + quote.length);
    }
    return list.all;
  }
}
