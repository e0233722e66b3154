/** A word that may be misspelt: letters of ASCII alone, in small ones. */
const WORD = /(?<![\p{L}\p{N}_'’./-])[A-Za-z][a-z]{3,23}(?![\p{L}\p{N}_'’/-]|\.\p{L})/gu;

/** The words of a text that questions may misspell: no codes, names with capitals inside, files or options. Small letters. */
export function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) yield word.toLowerCase();
}
