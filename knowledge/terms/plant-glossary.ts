import type { TermShelf } from '../store/term-shelf.ts';
import { Glossary, type GlossaryEntry } from '../text/glossary/glossary.ts';
import type { TermEdit } from './term-edit.ts';

/** Where a glossary comes from that may change while it is used. */
export interface GlossarySource {
  current(): Promise<Glossary>;
}

/** The base glossary under what the plant's documents say, under what people say. Built anew when one of these has changed. */
export class PlantGlossary implements GlossarySource {
  readonly #terms: Pick<TermShelf, 'version' | 'learned' | 'edits'>;
  readonly #base: Glossary;
  #known: { version: string; glossary: Glossary } | null = null;

  constructor(terms: Pick<TermShelf, 'version' | 'learned' | 'edits'>, base: Glossary) {
    this.#terms = terms;
    this.#base = base;
  }

  async current(): Promise<Glossary> {
    const version = await this.#terms.version();
    if (this.#known?.version === version) return this.#known.glossary;
    const [learned, edits] = [await this.#terms.learned(), await this.#terms.edits()];
    const mined = learned.flatMap(({ terms }) => terms).sort((a, b) => b.count - a.count);
    const glossary = layered(this.#base, mined, edits);
    this.#known = { version, glossary };
    return glossary;
  }
}

function layered(base: Glossary, mined: readonly GlossaryEntry[], edits: readonly TermEdit[]): Glossary {
  const blocked = edits.filter((edit) => edit.blocked).map(pairOf);
  const added = edits.filter((edit) => !edit.blocked);
  const plant = mined.length === 0 ? base : new Glossary(mined, { source: 'mined', below: base });
  return edits.length === 0 ? plant : new Glossary(added, { source: 'edited', below: plant, blocked });
}

/** The two names of a blocked pair. */
function pairOf({ english, chinese }: TermEdit): [string, string] {
  const [one, other] = [...english, ...chinese];
  return [one!, other!];
}
