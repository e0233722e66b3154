import { z } from 'zod';

/** One statement as a model gives it. */
export const ModelStatement = z.object({ text: z.string().min(1), citations: z.array(z.int()).max(20) });
export type ModelStatement = z.infer<typeof ModelStatement>;

/** The form that a model is asked for. */
export const ModelAnswer = z.object({ statements: z.array(ModelStatement) });

/** A model that never comes to an end is cut off here; characters. */
const LONGEST_ANSWER = 60_000;

/** Takes statements out of a model's answer while it still comes: every whole JSON object that is a statement, whatever stands around
 *  it (a list, a fence, prose). Strings are followed inside of objects only, so that an apostrophe in prose opens none. */
export class StatementReader {
  #text = '';
  #at = 0;
  /** Where the objects begin that are still open. */
  readonly #open: number[] = [];
  #inString = false;

  /** The statements that the next piece completes. */
  read(piece: string): ModelStatement[] {
    this.#text += piece;
    const found: ModelStatement[] = [];
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at]!;
      if (this.#inString) {
        if (character === '\\') {
          // An escape may be torn in two by the stream: it waits for its second half.
          if (this.#at + 1 >= this.#text.length) break;
          this.#at += 1;
        } else if (character === '"') this.#inString = false;
      } else if (character === '{') this.#open.push(this.#at);
      else if (character === '"' && this.#open.length > 0) this.#inString = true;
      else if (character === '}') {
        const start = this.#open.pop();
        const statement = start === undefined ? null : statementIn(this.#text.slice(start, this.#at + 1));
        if (statement !== null) found.push(statement);
      }
    }
    return found;
  }

  get tooLong(): boolean {
    return this.#text.length > LONGEST_ANSWER;
  }

  /** True where the answer stands whole: no object of it is left open, and there was one, or a list that is empty. */
  get isWhole(): boolean {
    return this.#open.length === 0 && !this.#inString && /[{[]/.test(this.#text);
  }
}

function statementIn(json: string): ModelStatement | null {
  try {
    return ModelStatement.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
