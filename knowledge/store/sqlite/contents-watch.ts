import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CONTENTS } from './schema.ts';

/** For whoever keeps in mind what rests on the documents: whether they changed since it last asked, in this process or another. Runs inside
 *  the caller's transaction. */
export class ContentsWatch {
  readonly #contents: StatementSync;
  #seen: string | null = null;

  constructor(database: DatabaseSync) {
    this.#contents = database.prepare(CONTENTS);
  }

  /** True the first time too. */
  hasChanged(): boolean {
    const { contents } = this.#contents.get() as { contents: string };
    const changed = contents !== this.#seen;
    this.#seen = contents;
    return changed;
  }
}
