import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import type { DocumentChange } from '../api/schemas.ts';

/** Does what a PATCH of a document says. Errors: bad_request (nothing said, an unknown other document, a circle). */
export async function changeDocument({ catalogue, stewardship }: PassageStore, id: string, change: DocumentChange): Promise<void> {
  const { clear = [], judgement, ...set } = change;
  const corrects = Object.keys(set).length > 0 || clear.length > 0;
  if (!corrects && judgement === undefined)
    throw new MillwrightError('The change says nothing: give a field, "clear" or "judgement".', { code: 'bad_request' });
  if (judgement !== undefined && (await catalogue.get(judgement.document)) === null)
    throw new MillwrightError(`There is no document "${judgement.document}" to judge by.`, { code: 'bad_request' });
  if (corrects) await stewardship.correct(id, { set, clear });
  if (judgement === undefined) return;
  const { document: other, says } = judgement;
  const [newer, older] = says === 'superseded_by' ? [other, id] : [id, other];
  const verdict = says === 'undecided' ? null : says === 'both_current' ? 'both_current' : 'supersedes';
  await stewardship.judge({ newer, older, verdict });
}
