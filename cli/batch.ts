import { z } from 'zod';
import { Scope } from '../knowledge/document/answer.ts';
import { MillwrightError } from '../knowledge/errors.ts';
import { printJson } from './output.ts';
import { readGivenFile } from './read-given-file.ts';
import { messageOf } from './run-command.ts';

const BatchLine = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  question: z.string().trim().min(1),
  scope: Scope.nullish(),
});
export type BatchQuestion = { id: string; question: string; scope?: Scope };

/** Questions of a JSON Lines file; other fields are ignored. Errors: file_missing, bad_request naming the line. */
export async function readBatch(file: string): Promise<BatchQuestion[]> {
  const lines = await readLines(file, BatchLine, 'question');
  return lines.map(({ scope, ...rest }) => ({ ...rest, ...(scope ? { scope } : {}) }));
}

/** The lines of a JSON Lines file by a schema, blank ones left out; `what` names a line in messages. */
export async function readLines<T extends z.ZodType>(file: string, schema: T, what: string): Promise<z.output<T>[]> {
  const text = await readText(file);
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, { schema, what, number: index + 1, file })]));
}

export async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readGivenFile(file));
}

type LinePlace<T> = { schema: T; what: string; number: number; file: string };

function parseLine<T extends z.ZodType>(line: string, { schema, what, number, file }: LinePlace<T>): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new MillwrightError(`Line ${number} of "${file}" is not JSON: ${(error as Error).message}.`, {
      code: 'bad_request',
      cause: error,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new MillwrightError(
    `Line ${number} of "${file}" is no ${what}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}.`,
    { code: 'bad_request' },
  );
}

/** A line a question, in order; a question that fails gets { id, error } and the rest goes on. Returns the exit code. */
export async function runBatch<T extends { id: string }>(
  questions: readonly T[],
  work: (question: T) => Promise<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<number> {
  let failed = 0;
  for (const question of questions) {
    if (signal.aborted) return 130;
    try {
      await printJson({ id: question.id, ...(await work(question)) });
    } catch (error) {
      failed += 1;
      await printJson({ id: question.id, error: messageOf(error) });
    }
  }
  return failed > 0 ? 1 : 0;
}
