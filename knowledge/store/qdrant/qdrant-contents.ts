import type { Ledger } from '../ledger.ts';
import type { StoreContents } from '../store-contents.ts';
import type { EditionWriter } from './edition-writer.ts';
import { refreshLengths } from './fresh-lengths.ts';
import type { PointKeeper } from './point-keeper.ts';

/** What a Qdrant and its catalogue hold together. */
export function qdrantContents(ledger: Ledger, keeper: PointKeeper, writer: EditionWriter): StoreContents {
  const read = async (edition: number) => writer.read((await keeper.current()).number, edition);
  return {
    documentIds: ledger.contents.documentIds,
    carried: ledger.contents.carried,
    carry: ledger.contents.carry,
    keepTime: ledger.contents.keepTime,
    embedder: () => ledger.vectors.current.embedder(),
    document: async (documentId) => {
      const known = await ledger.contents.revision(documentId);
      if (known === null) return null;
      const { passages, records, vectors } = await read(known.edition);
      const floats = [...vectors].map(([id, vector]) => [id, Float32Array.from(vector)] as const);
      return { revision: { ...known.bare, passages, records }, vectors: new Map(floats) };
    },
    lengths: async () => new Map((await ledger.editions.live()).map(({ documentId, averages }) => [documentId, averages])),
    keepLengths: (lengths) => writer.keepLengths(lengths),
    settle: (signal) => refreshLengths({ ledger, keeper, kept: writer.keptLengths, read }, signal),
  };
}
