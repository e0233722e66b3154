import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadBaseGlossary } from '../../text/glossary/base-glossary.ts';
import { wordsOf } from './plant-words.ts';

/** The pieces of the built-in embedder's tokenizer: a word that is one piece is a frequent word of the web. */
const PIECES = path.join(import.meta.dirname, '..', '..', 'embed', 'model', 'e5-small-zh-en-tokenizer.json');
const WHOLE_WORD = /^\u2581([a-z]{4,})$/;

let known: ReadonlySet<string> | null = null;

/** English words that are spelt right, whether or not the plant's documents hold them: those of the base glossary, and frequent ones.
 *  Read once a process. */
export function knownWords(): ReadonlySet<string> {
  if (known !== null) return known;
  const words = new Set<string>();
  for (const { english } of loadBaseGlossary()) for (const name of english) for (const word of wordsOf(name)) words.add(word);
  for (const piece of (JSON.parse(readFileSync(PIECES, 'utf8')) as { pieces: string[] }).pieces) {
    const word = WHOLE_WORD.exec(piece)?.[1];
    if (word !== undefined) words.add(word);
  }
  known = words;
  return known;
}
