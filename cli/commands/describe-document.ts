import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { revisionWords } from '../revision-words.ts';

/** The document of that id or file name. Errors: not_found. */
export async function findDocument(catalogue: Catalogue, name: string): Promise<DocumentSummary> {
  const byId = await catalogue.get(name);
  const found = byId ?? (await catalogue.list()).find(({ file }) => file === name.normalize('NFC'));
  if (found) return found;
  throw new MillwrightError(`There is no document "${name}". "millwright documents" lists them.`, { code: 'not_found' });
}

/** A document in a few lines for people. */
export function listed({
  id,
  file,
  title,
  pageCount,
  passages,
  records,
  vectors,
  equipment,
  warnings,
  ...revised
}: DocumentSummary): string {
  const by = revised.supersededBy;
  const facts = [
    revisionWords({ ...revised, superseded: false }),
    pageCount === null ? null : `${pageCount} ${pageCount === 1 ? 'page' : 'pages'}`,
    `${passages} passages`,
    `${records} rows`,
    vectors < passages ? `vectors ${vectors} of ${passages}` : 'vectors complete',
    equipment.length > 0 ? equipment.join(', ') : null,
  ].filter((fact) => fact !== null);
  return [
    `${file}  [${id}]`,
    `    ${title}`,
    `    ${facts.join(' · ')}`,
    ...(by === null ? [] : [`    superseded by ${[by.file, revisionWords({ ...by, superseded: false })].filter(Boolean).join(', ')}`]),
    ...warnings.map(({ message }) => `    ! ${message}`),
  ].join('\n');
}
