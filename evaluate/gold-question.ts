import { z } from 'zod';
import { Scope } from '../knowledge/document/answer.ts';
import { MillwrightError } from '../knowledge/errors.ts';

/** Where the truth stands: a passage, else a page, else the document as a whole. */
export const GoldPlace = z.object({
  doc_id: z.string().min(1),
  passage_id: z.string().min(1).nullish(),
  page: z.int().min(1).nullish(),
});
export type GoldPlace = z.infer<typeof GoldPlace>;

/** One line of a gold set. Fields not named here are ignored. */
export const GoldQuestion = z.object({
  id: z.string().min(1),
  question: z.string().trim().min(1, 'is empty'),
  lang: z.string().nullish(),
  answerable: z.boolean(),
  gold: z.array(GoldPlace).default([]),
  /** Every one of these must stand in a right answer's text. */
  expected_contains: z.array(z.string().min(1)).nullish(),
  /** Other spellings of an expected string, any of which will do. */
  accept: z.record(z.string(), z.array(z.string().min(1))).nullish(),
  expected_outcome: z.enum(['answered', 'not_found', 'clarify']).nullish(),
  scope: Scope.nullish(),
  kind: z.string().nullish(),
});
export type GoldQuestion = z.infer<typeof GoldQuestion>;

/** Reads a gold set. `file` names it in messages.
 *  Errors: bad_request with file, line and field; an id that stands twice; a file without questions. */
export function parseGoldQuestions(text: string, file: string): GoldQuestion[] {
  const questions: GoldQuestion[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const question = parseLine(line, file, index + 1);
    const earlier = lineOf.get(question.id);
    if (earlier !== undefined)
      throw badLine(file, index + 1, `the id "${question.id}" stands already in line ${earlier}: give each question its own`);
    lineOf.set(question.id, index + 1);
    questions.push(question);
  }
  if (questions.length === 0)
    throw new MillwrightError(`${file} holds no questions. Write one JSON object a line (docs/evaluate.md shows the fields).`, {
      code: 'bad_request',
    });
  return questions;
}

function parseLine(line: string, file: string, number: number): GoldQuestion {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw badLine(file, number, 'not valid JSON: write one object a line', cause);
  }
  const parsed = GoldQuestion.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw badLine(file, number, `${issue.path.join('.') || 'the line'}: ${issue.message}`);
}

function badLine(file: string, line: number, what: string, cause?: unknown): MillwrightError {
  return new MillwrightError(`${file} line ${line}: ${what}.`, { code: 'bad_request', context: { line }, cause });
}
