import type { PassageStore, StoredPassage } from '../store/passage-store.ts';
import type { UnlearnedDocument } from '../store/term-shelf.ts';
import { baseGlossary } from '../text/glossary/base-glossary.ts';
import { mineTerms } from './mine/mine-terms.ts';
import { wordsOf } from './spelling/plant-words.ts';

/** Passages that are in memory at once. */
const AT_ONCE = 500;

/** Reads what documents that came since say of names and which words they hold, one document after the other; nothing is done twice.
 *  About a tenth of a millisecond a passage. Errors: the store's. */
export async function learnTerms(store: PassageStore, signal?: AbortSignal): Promise<void> {
  for (const document of await store.terms.unlearned()) {
    if (signal?.aborted) return;
    await learnDocument(store, document);
  }
}

async function learnDocument(store: PassageStore, document: UnlearnedDocument): Promise<void> {
  const keys = await store.catalogue.passagesOf(document.documentId);
  const words = new Set<string>();
  const read: Pick<StoredPassage, 'id' | 'text' | 'sectionPath'>[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE)
    for (const { id, text, sectionPath } of await store.passages(keys.slice(from, from + AT_ONCE))) {
      read.push({ id, text, sectionPath });
      for (const word of wordsOf([...sectionPath, text].join('\n'))) words.add(word);
    }
  await store.terms.learn(document, { terms: mineTerms(read, baseGlossary()), words });
}
