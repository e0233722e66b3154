import type { ReadResult } from '../../knowledge/document/block.ts';
import type { DocumentIdentity, Evidence } from '../../knowledge/document/identity.ts';
import { documentNumber } from './document-number.ts';
import { documentType } from './document-type.ts';
import { equipmentNames } from './equipment-names.ts';
import { languageOf } from './language.ts';
import { findMaker } from './maker.ts';
import { findRevision } from './revision.ts';
import { baseName, sayingsOf } from './sayings.ts';
import { equipmentTags, serialNumbers } from './serial-numbers.ts';
import { findTitle } from './title.ts';

/** What the document says of itself, each guess with the evidence for it; `name` is its file name. */
export function identifyDocument(read: ReadResult, name: string): DocumentIdentity {
  const sayings = sayingsOf(read, name);
  const title = findTitle(read, sayings, name);
  const { revision, date } = findRevision(sayings, read);
  const found = {
    title,
    documentNumber: documentNumber(sayings),
    revision,
    revisionDate: date,
    type: documentType(title, sayings, read),
    language: languageOf(read),
    maker: findMaker(sayings, read, title.value),
    equipment: equipmentNames({ title: title.value, base: baseName(name), sayings, read }),
    aliases: equipmentTags(sayings),
    serialNumbers: serialNumbers(sayings),
  };
  const evidence: Record<string, Evidence[]> = {};
  for (const [field, fact] of Object.entries(found)) if (fact !== null && fact.evidence.length > 0) evidence[field] = fact.evidence;
  return {
    title: title.value,
    documentNumber: found.documentNumber?.value ?? null,
    revision: revision?.value ?? null,
    revisionDate: date?.value ?? null,
    type: found.type.value,
    language: found.language.value,
    maker: found.maker?.value ?? null,
    equipment: found.equipment.value,
    aliases: found.aliases.value,
    serialNumbers: found.serialNumbers.value,
    evidence,
  };
}
