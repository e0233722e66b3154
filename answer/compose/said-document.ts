import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { speaksToModel } from '../../knowledge/text/model-address/find-addresses.ts';
import type { QuotedDocument } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';

/** A document as it is named before its words: by its title, or where that speaks to a language model by its file's name. */
export function saidDocument({ title, file, revision, revisionDate, supersededBy }: StoredPassage['document']): QuotedDocument {
  const name = [title, file].find((each) => !speaksToModel(each)) ?? '…';
  return { title: plainMarkdown(name), revision, revisionDate, superseded: supersededBy !== null };
}
