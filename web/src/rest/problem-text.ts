import type { TFunction } from 'i18next';
import { ProblemError } from './call.ts';

type Told = { code: string; detail: string };

/** What went wrong in the page's language: its own words for a known code, else what the server said. */
export function problemText({ code, detail }: Told, t: TFunction): string {
  return t([`problem.code.${code}`, `problem.${code}`], { defaultValue: detail });
}

export function errorText(error: unknown, t: TFunction): string {
  if (error instanceof ProblemError) return problemText(error.problem, t);
  return error instanceof Error ? error.message : String(error);
}

/** A document's warning in the page's language. */
type Warning = { code: string; message: string; page: number | null; quote?: string };

export function warningText({ code, message, page, quote }: Warning, t: TFunction): string {
  return t(`warning.${code}`, { page: page ?? '–', quote, defaultValue: message, interpolation: { escapeValue: false } });
}
