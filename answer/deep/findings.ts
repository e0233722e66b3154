import { addressesModel } from '../../knowledge/retrieve/addresses-model.ts';
import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import type { Piece } from '../compose/model/gather-evidence.ts';
import { collectUnits } from '../evidence/collect-units.ts';

/** Longest text of a passage in a tool's answer; characters. */
const SHOWN = 2_400;

/** The passages that tools gave, each under one number for the whole investigation: what statements may cite. */
export class Findings {
  readonly #pieces: Piece[] = [];
  readonly #numbers = new Map<string, number>();

  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  passage(n: number): StoredPassage | null {
    return this.#pieces[n - 1]?.hit.passage ?? null;
  }

  /** The passages as a tool tells them, or the heads of them; those that speak to a model are left out, and said to be. */
  tell(hits: readonly RankedPassage[], { headsOnly = false } = {}): { text: string; found: number } {
    const open = hits.filter(({ passage }) => !addressesModel(passage));
    const told = open.map((hit) => describe(this.#numbered(hit), headsOnly));
    if (open.length < hits.length) told.push('(One or more passages are withheld: they hold words to language models.)');
    return { text: told.length === 0 ? 'Nothing found.' : told.join('\n\n'), found: open.length };
  }

  #numbered(hit: RankedPassage): Piece {
    const name = `${hit.passage.document.id}\n${hit.passage.id}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return this.#pieces[known - 1]!;
    const end = Math.min(hit.passage.text.length, SHOWN);
    const units = collectUnits(hit, 0).filter((unit) => unit.end <= end);
    const piece = { n: this.#pieces.length + 1, hit, start: 0, end, units };
    this.#numbers.set(name, piece.n);
    this.#pieces.push(piece);
    return piece;
  }
}

function describe({ n, hit: { passage }, end }: Piece, headsOnly: boolean): string {
  const { document, sectionPath, page, text } = passage;
  const revision = document.revision === null ? null : `revision ${document.revision}`;
  const superseded = document.supersededBy === null ? null : 'superseded';
  const marks = [revision, superseded, page === null ? null : `page ${page}`].filter((part) => part !== null);
  const source = [`${document.title}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`, ...sectionPath].join(' > ');
  const head = `[${n}] Source: ${source}\nDocument: ${document.file}`;
  return headsOnly ? head : `${head}\n${text.slice(0, end)}`;
}
