/** A word that may be misspelt: letters of ASCII alone, in small ones. */
const WORD = /(?<![A-Za-z\p{N}_'’./-])[A-Za-z][a-z]{3,23}(?![A-Za-z\p{N}_'’/-]|\.[A-Za-z])/gu;

/** The words of a text that questions may misspell: no codes, names with capitals inside, files or options. Small letters. */
export function* wordsOf(text: string): Generator<string> {
  for (const { word } of placedWords(text)) yield word.toLowerCase();
}

/** The same as they are written, with their places. */
export function* placedWords(text: string): Generator<{ word: string; start: number }> {
  for (const { 0: word, index: start } of text.matchAll(WORD)) yield { word, start };
}
