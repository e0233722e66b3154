import type { DocumentChange } from '../../../server/api/schemas.ts';

/** Sends a change of a document; false where it was refused. */
export type Change = (change: DocumentChange) => Promise<boolean>;
