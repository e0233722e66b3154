import type { Answer, Citation } from '../knowledge/document/answer.ts';
import type { AnswerEvent } from './ask.ts';

/** Tells an answer as it grows: citations before the statements that use them, nothing twice, the whole at the end. */
export class Told {
  readonly #onEvent: (event: AnswerEvent) => void;
  readonly #citations = new Set<number>();
  #statements = 0;

  constructor(onEvent: (event: AnswerEvent) => void) {
    this.#onEvent = onEvent;
  }

  tell(event: AnswerEvent): void {
    if (event.type === 'citation') this.#citations.add(event.citation.n);
    if (event.type === 'statement') this.#statements += 1;
    if (event.type === 'withdrawn') {
      this.#citations.clear();
      this.#statements = 0;
    }
    this.#onEvent(event);
  }

  /** What of the answer was not told yet, and the answer. */
  tellAll(answer: Answer): void {
    for (const statement of answer.statements.slice(this.#statements)) {
      for (const citation of answer.citations.filter(({ n }) => statement.citations.includes(n))) this.#cite(citation);
      this.tell({ type: 'statement', statement });
    }
    for (const citation of answer.citations) this.#cite(citation);
    this.#onEvent({ type: 'answer', answer });
  }

  #cite(citation: Citation): void {
    if (!this.#citations.has(citation.n)) this.tell({ type: 'citation', citation });
  }
}
