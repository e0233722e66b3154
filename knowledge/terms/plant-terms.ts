import { createHash, randomUUID } from 'node:crypto';
import { MillwrightError } from '../errors.ts';
import type { TermShelf } from '../store/term-shelf.ts';
import { type GlossaryEntry, TERM_SOURCES, type TermSource, termKey } from '../text/glossary/glossary.ts';
import { formatTerms, parseTerms } from './csv/terms-csv.ts';
import type { ListedTerm } from './listed-term.ts';
import type { TermEdit, TermWords } from './term-edit.ts';

export type TermList = { total: number; terms: ListedTerm[] };
/** `find`: part of a name, in any case. */
export type TermQuery = { source?: TermSource; find?: string; limit?: number; offset?: number };

type Shelf = Pick<TermShelf, 'learned' | 'edits' | 'edit'>;

/** The glossary as people see and change it. What they say goes before what documents say, and that before the base glossary. */
export class PlantTerms {
  readonly #shelf: Shelf;
  readonly #base: readonly GlossaryEntry[];

  constructor(shelf: Shelf, base: readonly GlossaryEntry[]) {
    this.#shelf = shelf;
    this.#base = base;
  }

  /** Edited terms, latest first, then mined ones, often said first, then the base glossary's. */
  async list({ source, find = '', limit = Number.POSITIVE_INFINITY, offset = 0 }: TermQuery): Promise<TermList> {
    const part = find.trim().toLowerCase();
    const found: ListedTerm[] = [];
    for (const each of TERM_SOURCES.toReversed())
      if (source === undefined || source === each)
        for (const term of await this.#of(each))
          if ([...term.english, ...term.chinese].some((name) => name.toLowerCase().includes(part))) found.push(term);
    return { total: found.length, terms: found.slice(offset, offset + limit) };
  }

  /** Adds a term, or blocks a pair of names. What says so already stays as it is; a block of two of its names goes.
   *  Errors: bad_request (a block of names that a person said to be the same). */
  async add(words: TermWords): Promise<ListedTerm> {
    const change = added(await this.#shelf.edits(), [words]);
    await this.#shelf.edit(change);
    return listed(change.terms[0]!);
  }

  /** Errors: not_found (no edited term of that id), bad_request. */
  async change(id: string, words: TermWords): Promise<ListedTerm> {
    const edits = await this.#shelf.edits();
    if (!edits.some((edit) => edit.id === id)) throw unknown(id);
    const { remove, terms } = added(
      edits.filter((edit) => edit.id !== id),
      [words],
    );
    const edit = { ...terms[0]!, id };
    await this.#shelf.edit({ remove, put: [edit] });
    return listed(edit);
  }

  /** Takes back what a person said; of a mined or base term, blocks each two of its names. Errors: not_found. */
  async remove(id: string): Promise<void> {
    const edits = await this.#shelf.edits();
    if (edits.some((edit) => edit.id === id)) return this.#shelf.edit({ remove: [id] });
    const term = [...(await this.#of('mined')), ...(await this.#of('base'))].find((each) => each.id === id);
    if (term === undefined) throw unknown(id);
    const said = edits.filter((edit) => !edit.blocked);
    const blocks = pairsOf(term).filter((pair) => !said.some((edit) => holds(edit, pair)));
    await this.#shelf.edit(added(edits, blocks));
  }

  /** Adds every term of a CSV text, or none. Errors: bad_request naming file, line and column. */
  async importCsv(text: string, file: string): Promise<{ terms: number; added: number }> {
    const words = parseTerms(text, file);
    const change = added(await this.#shelf.edits(), words);
    await this.#shelf.edit(change);
    return { terms: words.length, added: change.put.length };
  }

  async exportCsv(source: TermSource | undefined): Promise<string> {
    return formatTerms((await this.list({ ...(source && { source }) })).terms);
  }

  async #of(source: TermSource): Promise<ListedTerm[]> {
    if (source === 'edited') return (await this.#shelf.edits()).map(listed).reverse();
    if (source === 'base') return this.#base.map(({ english, chinese }) => ({ ...plain('base', english, chinese), evidence: null }));
    const blocked = (await this.#shelf.edits()).filter((edit) => edit.blocked);
    const terms = (await this.#shelf.learned()).flatMap(({ documentId, terms: said }) =>
      said.map(({ english, chinese, rule, count, passages }) => {
        const term = plain('mined', english, chinese);
        const isBlocked = pairsOf(term).every((pair) => blocked.some((edit) => holds(pair, edit)));
        return { ...term, blocked: isBlocked, evidence: { rule, count, places: passages.map((passageId) => ({ documentId, passageId })) } };
      }),
    );
    return merged(terms);
  }
}

/** The same names in several documents are one term. */
function merged(terms: readonly ListedTerm[]): ListedTerm[] {
  const byId = new Map<string, ListedTerm>();
  for (const term of terms) {
    const known = byId.get(term.id);
    if (known === undefined) byId.set(term.id, term);
    else {
      known.evidence!.count += term.evidence!.count;
      known.evidence!.places.push(...term.evidence!.places);
    }
  }
  return [...byId.values()].sort((a, b) => b.evidence!.count - a.evidence!.count || (a.id < b.id ? -1 : 1));
}

type Change = { put: TermEdit[]; remove: string[]; terms: TermEdit[] };

/** `terms`: for each of the words, the edit that says so. */
function added(edits: readonly TermEdit[], all: readonly TermWords[]): Change {
  let now = [...edits];
  const put: TermEdit[] = [];
  const remove: string[] = [];
  const terms = all.map((words) => {
    const known = now.find((edit) => edit.blocked === words.blocked && holds(edit, words) && holds(words, edit));
    if (known !== undefined) return known;
    const against = now.filter((edit) => edit.blocked !== words.blocked && (words.blocked ? holds(edit, words) : holds(words, edit)));
    if (words.blocked && against[0] !== undefined) throw contradiction(words, against[0]);
    remove.push(...against.map(({ id }) => id));
    now = now.filter((edit) => !against.includes(edit));
    const edit = { ...words, id: randomUUID(), at: new Date().toISOString() };
    now.push(edit);
    put.push(edit);
    return edit;
  });
  return { put: put.filter((edit) => now.includes(edit)), remove, terms };
}

type Names = Pick<TermWords, 'english' | 'chinese'>;

/** Every name of the second is one of the first. */
function holds(one: Names, other: Names): boolean {
  const names = new Set([...one.english, ...one.chinese].map(termKey));
  return [...other.english, ...other.chinese].every((name) => names.has(termKey(name)));
}

/** Each English name with each Chinese one; of a term in one language, each two names. */
function pairsOf({ english, chinese }: Names): TermWords[] {
  if (english.length > 0 && chinese.length > 0)
    return english.flatMap((one) => chinese.map((other) => ({ english: [one], chinese: [other], blocked: true })));
  const names = english.length > 0 ? english : chinese;
  const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other]));
  return pairs.map((pair) => ({ english: english.length > 0 ? pair : [], chinese: english.length > 0 ? [] : pair, blocked: true }));
}

function listed({ id, english, chinese, blocked }: TermEdit): ListedTerm {
  return { id, source: 'edited', english, chinese, blocked, evidence: null };
}

function plain(source: TermSource, english: string[], chinese: string[]): ListedTerm {
  const hash = createHash('sha256').update(JSON.stringify([source, english, chinese]));
  return { id: hash.digest('base64url').slice(0, 16), source, english, chinese, blocked: false, evidence: null };
}

function unknown(id: string): MillwrightError {
  return new MillwrightError(`There is no such term "${id}". "millwright glossary list" shows the ids.`, { code: 'not_found' });
}

function contradiction(words: TermWords, { id }: TermEdit): MillwrightError {
  const names = [...words.english, ...words.chinese].map((name) => `"${name}"`).join(' and ');
  return new MillwrightError(`${names} are names of a term that a person added (${id}): change or remove that first.`, {
    code: 'bad_request',
  });
}
