import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { NamedCode } from '../understand/named-things.ts';
import type { EvidenceUnit } from './evidence-unit.ts';
import { namesCode } from './passage-words.ts';

/** What the headings above a unit say to a question. */
export type HeadingFacts = {
  /** One of the codes is named. Where rows of the passage name it, it is those rows that are about it. */
  headed: boolean;
  /** For rows: one of the codes is named in the passage's text; in the titles above it. */
  namedInText: boolean;
  namedAbove: boolean;
  /** Words of the heading inside the passage that it stands under. */
  words: ReadonlySet<string>;
};

/** Looks at the headings of each passage once, however many units stand under them. */
export class HeadingsAbove {
  readonly #codes: readonly NamedCode[];
  readonly #known = new Map<RankedPassage, Map<string, HeadingFacts>>();

  constructor(codes: readonly NamedCode[]) {
    this.#codes = codes;
  }

  of({ hit, heading, cells }: EvidenceUnit): HeadingFacts {
    const ofPassage = this.#known.get(hit) ?? new Map<string, HeadingFacts>();
    this.#known.set(hit, ofPassage);
    const key = `${cells === null ? '' : 'row '}${heading ?? ''}`;
    const facts = ofPassage.get(key) ?? this.#look(hit, heading, cells !== null);
    ofPassage.set(key, facts);
    return facts;
  }

  #look({ passage }: RankedPassage, heading: string | null, isRow: boolean): HeadingFacts {
    const headings = [...passage.sectionPath, heading ?? ''].join('\n');
    const above = passage.sectionPath.join('\n');
    const inText = this.#codes.filter((named) => isRow && namesCode(passage.text, named));
    return {
      headed: this.#codes.some((named) => namesCode(headings, named) && !inText.includes(named)),
      namedInText: inText.length > 0,
      namedAbove: isRow && this.#codes.some((named) => namesCode(above, named)),
      words: new Set(heading === null ? [] : tokenize(heading)),
    };
  }
}
