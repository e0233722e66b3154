import { boxesUnder } from '../knowledge/document/box.ts';
import type { DocumentWarning } from '../knowledge/document/document.ts';
import type { Passage } from '../knowledge/document/passage.ts';
import { findModelAddresses } from '../knowledge/text/model-address/find-addresses.ts';
import { plainText } from '../knowledge/text/model-address/plain-text.ts';

/** So many places are named one by one. */
const NAMED = 10;
/** Characters of the words that are shown. */
const SHOWN = 80;

type Place = { page: number | null; section: string | null; words: string };

/** A warning for each place where a document speaks to a language model instead of to its reader: in its name, its title, a heading
 *  or its text. The document is kept whole; answers leave such words out. */
export function addressWarnings(names: readonly string[], passages: readonly Passage[]): DocumentWarning[] {
  const places = [...names.flatMap((name) => addressesIn(name, () => ({ page: null, section: null }))), ...passages.flatMap(placesIn)];
  const told = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
  const named = told.slice(0, NAMED).map(warningOf);
  const more = told.length - named.length;
  if (more === 0) return named;
  const message = `${more} more places of this document speak to a language model.`;
  return [...named, { code: 'more_speaks_to_model', message, page: null }];
}

function placesIn(passage: Passage): Place[] {
  const section = passage.sectionPath.at(-1) ?? null;
  const heads = passage.sectionPath.flatMap((heading) => addressesIn(heading, () => ({ page: passage.page, section })));
  const texts = addressesIn(passage.text, (start, end) => ({
    page: boxesUnder(passage, start, end)[0]?.page ?? passage.page,
    section,
  }));
  return [...heads, ...texts];
}

function addressesIn(text: string, placeOf: (start: number, end: number) => Omit<Place, 'words'>): Place[] {
  return findModelAddresses(text).map(({ start, end }) => {
    const words = plainText(text.slice(start, end)).text.replaceAll(/\s+/g, ' ').trim();
    return { ...placeOf(start, end), words: words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words };
  });
}

function warningOf({ page, section, words }: Place): DocumentWarning {
  const where = [page === null ? null : `page ${page}`, section === null ? null : `“${section}”`].filter((part) => part !== null);
  const what = `“${words}” speaks to a language model, not to a reader`;
  const message = `${where.length > 0 ? `On ${where.join(', ')}: ` : ''}${what}. It is kept, but no answer uses it: find out where this document comes from.`;
  return { code: 'speaks_to_model', message, page, quote: words };
}
