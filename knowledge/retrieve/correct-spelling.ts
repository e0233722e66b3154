import { namePattern } from '../machines/name-pattern.ts';
import type { Catalogue } from '../store/passage-store.ts';
import { placedWords } from '../terms/spelling/plant-words.ts';
import { tokenize } from '../text/tokens.ts';

/** A word of the question that no document holds, and the word of the documents that it was taken for. */
export type SpellingChange = { said: string; as: string };

export type SpellingParts = {
  spelling: { nearest(word: string): Promise<string[]> };
  catalogue: Pick<Catalogue, 'frequencies'>;
  /** Machines that the question names: their names stay. */
  named: readonly string[];
};

/** The question with its misspelt words put right. A word that some passage holds is never changed, nor are codes, numbers and names
 *  with digits. Of several words equally near, the one that most passages hold; none where two are as common. */
export async function correctSpelling(text: string, parts: SpellingParts): Promise<{ text: string; changes: SpellingChange[] }> {
  const names = parts.named.map((name) => namePattern(name, 'giu'));
  const spared = names.reduce((rest, name) => rest.replaceAll(name, (said) => ' '.repeat(said.length)), text);
  const changes: SpellingChange[] = [];
  let corrected = '';
  let from = 0;
  for (const { word, start } of placedWords(spared)) {
    const as = await rightWord(word.toLowerCase(), parts);
    if (as === null) continue;
    changes.push({ said: word, as });
    corrected += text.slice(from, start) + as;
    from = start + word.length;
  }
  return { text: corrected + text.slice(from), changes };
}

async function rightWord(word: string, { spelling, catalogue }: SpellingParts): Promise<string | null> {
  const [token] = tokenize(word);
  const { counts: said } = await catalogue.frequencies([token!]);
  if (said[0]! > 0) return null;
  const near = await spelling.nearest(word);
  if (near.length === 0) return null;
  const { counts } = await catalogue.frequencies(near.map((other) => tokenize(other)[0]!));
  const most = Math.max(...counts);
  const best = near.filter((_, index) => counts[index] === most);
  const stems = new Set(best.map((other) => tokenize(other)[0]));
  return most > 0 && stems.size === 1 ? best[0]! : null;
}
