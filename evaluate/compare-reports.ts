import { MillwrightError } from '../knowledge/errors.ts';
import { Report } from './report.ts';

export type MetricChange = { metric: string; before: number | null; after: number | null; change: number | null };

/** Reads a report that `millwright evaluate --json` wrote. Errors: bad_request naming the file. */
export function parseReport(text: string, file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notReport(file, 'it is not valid JSON', cause);
  }
  const parsed = Report.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw notReport(file, `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
}

/** Every number of the later report beside the earlier one's; `change` is later minus earlier, null where one is missing. */
export function compareReports(before: Report, after: Report): MetricChange[] {
  const earlier = flatten(before);
  const later = flatten(after);
  return [...new Set([...earlier.keys(), ...later.keys()])].map((metric) => {
    const from = earlier.get(metric) ?? null;
    const to = later.get(metric) ?? null;
    return { metric, before: from, after: to, change: from === null || to === null ? null : to - from };
  });
}

function flatten(value: object, prefix = '', into = new Map<string, number | null>()): Map<string, number | null> {
  for (const [name, entry] of Object.entries(value)) {
    if (entry !== null && typeof entry === 'object') flatten(entry, `${prefix}${name}.`, into);
    else if (entry === null || typeof entry === 'number') into.set(prefix + name, entry);
  }
  return into;
}

function notReport(file: string, what: string, cause?: unknown): MillwrightError {
  return new MillwrightError(`${file} is not a report of "millwright evaluate --json": ${what}. Make one and compare with that.`, {
    code: 'bad_request',
    cause,
  });
}
