import { z } from 'zod';

const words = z.string().trim().min(1).max(120);

/** A machine of the plant, as its people call it. */
export const Asset = z
  .strictObject({
    /** What is painted on it ("P-101"); no two machines have the same, case, hyphens and spaces apart. */
    tag: words,
    name: words.nullable().default(null),
    /** Its maker's model: what the manuals are about. */
    model: words.nullable().default(null),
    site: words.nullable().default(null),
    /** Other names and nicknames; each belongs to one machine. */
    aliases: z.array(words).default([]),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof Asset>;

/** A machine of the list with the current documents that questions about it are answered from. */
export const ListedAsset = Asset.extend({
  documents: z.array(z.object({ id: z.string(), file: z.string(), title: z.string() })),
}).meta({ id: 'ListedAsset' });
export type ListedAsset = z.infer<typeof ListedAsset>;

/** What a new list changed. */
export const AssetReport = z
  .object({
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    unchanged: z.int(),
    /** What to look into; the list is kept all the same. */
    warnings: z.array(z.string()),
  })
  .meta({ id: 'AssetReport' });
export type AssetReport = z.infer<typeof AssetReport>;

/** How a question named a machine: by a name of the manuals, the asset list's tag, alias or name, or a part of one of these. */
export const NamedBy = z.enum(['model', 'tag', 'alias', 'name', 'part']);
export type NamedBy = z.infer<typeof NamedBy>;

/** A machine that a question names. */
export const UnderstoodMachine = z
  .object({
    /** The words of the question, "" where the filter named it. */
    said: z.string(),
    by: NamedBy,
    /** Names of equipment as documents have them; of an asset without documents its model or tag. */
    equipment: z.array(z.string()),
    /** Where the asset list told it. */
    asset: Asset.nullable(),
  })
  .meta({ id: 'UnderstoodMachine' });
export type UnderstoodMachine = z.infer<typeof UnderstoodMachine>;
