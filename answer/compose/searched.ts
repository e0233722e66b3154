import type { Scope } from '../../knowledge/document/answer.ts';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { fold } from '../../knowledge/text/fold.ts';

/** What a question was asked of. */
export type Searched = {
  /** All documents that there are. */
  known: number;
  /** Those inside the scope. */
  documents: number;
  /** Names of the scope that no document carries. */
  unknown: string[];
};

export function searchedDocuments(documents: readonly DocumentSummary[], scope: Scope | undefined): Searched {
  const inside = documents.filter((document) => isInside(document, scope));
  return { known: documents.length, documents: inside.length, unknown: scope === undefined ? [] : unknownNames(documents, scope) };
}

/** Each part of the scope that is given must match; within a part any name may. Superseded documents are inside where the scope
 *  says so or names them. */
function isInside(document: DocumentSummary, scope: Scope | undefined): boolean {
  if (document.supersededBy !== null && scope?.revisions !== 'all' && !scope?.documents?.length) return false;
  if (scope === undefined) return true;
  const { equipment, documents, types, languages } = scope;
  if (equipment?.length && !equipment.some((name) => carries(document, name))) return false;
  if (documents?.length && !documents.some((name) => isNamed(document, name))) return false;
  if (types?.length && !types.includes(document.type)) return false;
  return !languages?.length || languages.includes(document.language);
}

function unknownNames(all: readonly DocumentSummary[], { equipment = [], documents = [] }: Scope): string[] {
  const machines = equipment.filter((name) => !all.some((document) => carries(document, name)));
  const files = documents.filter((name) => !all.some((document) => isNamed(document, name)));
  return [...machines, ...files];
}

function carries({ equipment }: DocumentSummary, name: string): boolean {
  return equipment.some((known) => fold(known) === fold(name));
}

function isNamed({ id, file }: DocumentSummary, name: string): boolean {
  return name === id || name === file;
}
