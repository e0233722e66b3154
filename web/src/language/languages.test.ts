import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh.json';

/** "documents.pages_one" and "documents.pages_other" are one phrase in languages that count differently. */
function phrases(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = `${path}${key.replace(/_(one|other)$/, '')}`;
    if (typeof value === 'string') found.set(name, value);
    else for (const [inner, text] of phrases(value as object, `${name}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

/** What the server says in English is translated by its code; English shows the server's own words. */
const translatedByCode = (name: string) => name.startsWith('problem.code.') || name.startsWith('warning.');

describe('the languages of the page', () => {
  const [english, chinese] = [phrases(en), phrases(zh)];

  it('say the same things', () => {
    expect([...chinese.keys()].filter((name) => !translatedByCode(name)).sort()).toEqual([...english.keys()].sort());
  });

  it('fill the same places', () => {
    for (const [name, text] of english) expect(placeholders(chinese.get(name)!), name).toEqual(placeholders(text));
  });

  it('leave nothing in English in the Chinese page but names', () => {
    const english = [...chinese].filter(([, text]) => !/\p{Script=Han}/u.test(text));
    expect(english.map(([name]) => name)).toEqual(['app.otherLanguage', 'place.separator', 'fact.separator']);
  });
});
