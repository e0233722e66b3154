import type { RevisionContent } from '../document/document.ts';
import { MillwrightError } from '../errors.ts';

/** Errors: bad_request where a revision names an id twice, or a row of no passage. */
export function refuseContradictions({ docId, passages, records }: RevisionContent): void {
  const ids = new Set(passages.map(({ id }) => id));
  const wrong =
    ids.size < passages.length || new Set(records.map(({ id }) => id)).size < records.length
      ? 'the same id twice'
      : records.some(({ passageId }) => !ids.has(passageId))
        ? 'a row of a passage that it does not hold'
        : null;
  if (wrong === null) return;
  throw new MillwrightError(`Cannot store "${docId}": the revision names ${wrong}. This is a fault of the reader that made it.`, {
    code: 'bad_request',
  });
}
