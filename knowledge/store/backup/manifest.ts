import { z } from 'zod';

/** Raised with every change of what an archive holds. */
export const BACKUP_FORMAT = 2;
export const MANIFEST_NAME = 'millwright-backup.json';
/** The documents, in the form of the embedded store whatever kept them. */
export const STORE_NAME = 'millwright.db';
/** Beside it where a Qdrant was backed up: what its words were weighed with, which only a Qdrant takes back. */
export const LENGTHS_NAME = 'lengths.json';

/** The first file of a backup: what else there is, with checksums. */
export const Manifest = z.object({
  format: z.int().min(1),
  /** The Millwright that made it. */
  version: z.string(),
  madeAt: z.string(),
  documents: z.int().min(0),
  passages: z.int().min(0),
  vectors: z.int().min(0),
  files: z.array(
    z.object({
      /** Relative to the data folder, "/" between parts, nothing that leads out of it. */
      name: z.string().regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[\da-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/** What LENGTHS_NAME holds: by the ids of documents. */
export const Lengths = z.array(z.tuple([z.string(), z.object({ passage: z.number(), record: z.number() })]));
