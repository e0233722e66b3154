import type { FallbackReason } from '../../../knowledge/document/answer.ts';
import { findQuantities } from '../../../knowledge/text/quantities.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import type { StatementVerifier } from '../../verify/statement-verifier.ts';
import { CitationList } from '../citations.ts';
import type { Draft, DraftStatement } from '../draft.ts';
import { noticesOf } from '../notices.ts';
import { cleanText, supportOf } from './check-statement.ts';
import type { Piece } from './gather-evidence.ts';
import type { ModelStatement } from './statement-reader.ts';
import type { WordingEvent, WordingRequest } from './wording.ts';

/** Below this share of statements that hold, a model is not to be trusted with the others. */
const LEAST_HELD = 0.5;

/** What of the asking an attempt needs. */
export type AttemptRequest = Pick<WordingRequest, 'understanding' | 'extractive' | 'machines' | 'signal'> & {
  onEvent: (event: Extract<WordingEvent, { type: 'citation' | 'statement' }>) => void;
};
type AttemptParts = { request: AttemptRequest; pieces: readonly Piece[]; verifier: Pick<StatementVerifier, 'verifyCited'> };

/** One model's answer as it grows: what holds is kept and told, the rest counted. */
export class Attempt {
  readonly request: AttemptRequest;
  readonly counts = { statements: 0, dropped: 0 };
  readonly #parts: AttemptParts;
  readonly #citations = new CitationList();
  readonly #kept: DraftStatement[] = [];

  constructor(parts: AttemptParts) {
    this.request = parts.request;
    this.#parts = parts;
  }

  async take(given: ModelStatement): Promise<void> {
    const { pieces, verifier } = this.#parts;
    const { understanding, machines, signal } = this.request;
    const text = cleanText(given);
    if (this.#kept.some(({ statement }) => statement.text === text)) return;
    this.counts.statements += 1;
    const named = [...understanding.equipment, ...machines];
    const check = { pieces, named, language: understanding.answerLanguage, verifier, ...(signal && { signal }) };
    const support = await supportOf(text, given.citations, check);
    if (support === null) {
      this.counts.dropped += 1;
      return;
    }
    const { units, literal } = support;
    const { passage } = units[0].hit;
    const [start, end] = [units[0].start, units.at(-1)!.end];
    const known = this.#citations.all.length;
    const citation = this.#citations.cite(passage, start, end);
    const statement = { text, citations: [citation.n], basis: literal ? ('quoted' as const) : ('restated' as const), verified: true };
    this.#kept.push({ statement, stretch: { passage, start, end, cells: null, step: null } });
    if (citation.n > known) this.request.onEvent({ type: 'citation', citation });
    this.request.onEvent({ type: 'statement', statement });
  }

  /** Why what came does not make an answer; null: it does. */
  verdict(): FallbackReason | null {
    const { statements, dropped } = this.counts;
    if (statements === 0) return 'no_statements';
    if (statements - dropped < LEAST_HELD * statements || dropped === statements) return 'unsupported';
    const { understanding, extractive } = this.request;
    return lacksValue(understanding, this.#kept, extractive) ? 'incomplete' : null;
  }

  /** With the notices that hold for what is said, and those of the extractive answer: no wording loses a warning. */
  draft(): Draft {
    const { extractive } = this.request;
    const stretches = [...extractive.statements, ...this.#kept].map(({ stretch }) => stretch);
    return { statements: this.#kept, notices: noticesOf(stretches, this.#citations), citations: this.#citations.all, worded: true };
  }
}

/** The documents give a value of what is asked for, and the model's statements none. */
function lacksValue({ dimension }: Understanding, kept: readonly DraftStatement[], extractive: Draft): boolean {
  if (dimension === null) return false;
  const holds = (entries: readonly DraftStatement[]) =>
    entries.some(({ statement }) => findQuantities(statement.text).some((quantity) => quantity.dimension === dimension));
  return holds(extractive.statements) && !holds(kept);
}
