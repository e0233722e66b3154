import type { DatabaseSync } from 'node:sqlite';
import { type Correction, type IdentityField, identityFacts } from '../../document/identity.ts';
import { reaches, type Verdict } from '../../document/revisions/standing.ts';
import { MillwrightError } from '../../errors.ts';
import type { Stewardship } from '../passage-store.ts';
import { DocumentRows } from './document-rows.ts';
import type { Guard } from './guard.ts';
import { RevisionSettler } from './revision-settler.ts';
import type { DocumentWords } from './word-rows.ts';

export type StewardshipParts = {
  words: DocumentWords;
  /** Gives a call one state of the file. */
  read: Guard;
  /** Makes a change of the contents whole. */
  change: Guard;
};

/** People's word about documents, in the same file. */
export function sqliteStewardship(database: DatabaseSync, { words, read, change }: StewardshipParts): Stewardship {
  const documents = new DocumentRows(database);
  const settler = new RevisionSettler(documents, words);
  return {
    facts: async (documentId) =>
      read(() => {
        const number = documents.numberOf(documentId);
        return number === null ? null : identityFacts(documents.read(number).guess, documents.correctionOf(documentId));
      }),
    correct: async (documentId, correction) => change(() => correctDocument({ documents, words, settler }, documentId, correction)),
    verdicts: async (documentId) => read(() => documents.verdictsAbout(documentId)),
    judge: async ({ newer, older, verdict }) =>
      change(() => {
        const numbers = [newer, older].map((id) => existing(documents, id));
        if (newer === older) throw new MillwrightError('A document cannot supersede itself: name two.', { code: 'bad_request' });
        documents.writeVerdict({ newer, older }, null);
        if (verdict === 'supersedes' && reaches(older, newer, superseding(database))) throw circle();
        documents.writeVerdict({ newer, older }, verdict);
        settler.settle(numbers, []);
      }),
  };
}

type Parts = { documents: DocumentRows; words: DocumentWords; settler: RevisionSettler };
export type CorrectionChange = { set?: Correction; clear?: readonly IdentityField[] };

/** Corrects a document that there is, with all that follows. Runs inside the caller's transaction. */
export function correctDocument({ documents, words, settler }: Parts, documentId: string, change: CorrectionChange): void {
  const number = existing(documents, documentId);
  documents.writeCorrection(documentId, changedCorrection(documents.correctionOf(documentId), change));
  const before = documents.read(number);
  const formerKeys = documents.keysOf(number);
  const { title } = documents.refresh(number);
  if (title !== before.summary.title) words.rewrite({ document: number, title, former: before.superseded });
  settler.settle([number], formerKeys);
}

function existing(documents: DocumentRows, id: string): number {
  const number = documents.numberOf(id);
  if (number === null) throw new MillwrightError(`There is no document "${id}".`, { code: 'not_found' });
  return number;
}

export function changedCorrection(former: Correction, { set = {}, clear = [] }: CorrectionChange): Correction {
  const kept = Object.fromEntries(Object.entries(former).filter(([field]) => !clear.includes(field as IdentityField)));
  return { ...kept, ...set };
}

function superseding(database: DatabaseSync): Pick<Verdict, 'newer' | 'older'>[] {
  return database.prepare(`SELECT newer, older FROM verdicts WHERE verdict = 'supersedes'`).all() as Pick<Verdict, 'newer' | 'older'>[];
}

function circle(): MillwrightError {
  return new MillwrightError(
    'The other document was said to supersede this one already, directly or by others between. Take that back first.',
    {
      code: 'bad_request',
    },
  );
}
