import type { JobSummary } from '../knowledge/document/job.ts';

/** What a job's documents say against others, as lines for a person; none where they say nothing. */
export function conflictLines({ conflicts }: Pick<JobSummary, 'conflicts'>): string[] {
  if (conflicts === undefined) return [];
  const { found, complete } = conflicts;
  const counted = found === 1 ? '1 new conflict' : `${found} new conflicts`;
  return [
    ...(found > 0 ? [`${counted} between current documents: "millwright conflicts" shows what they say.`] : []),
    ...(complete ? [] : ['Not every document was looked through for conflicts: "millwright conflicts --search" does.']),
  ];
}
