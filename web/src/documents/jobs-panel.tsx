import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../../server/api/schemas.ts';
import { errorText } from '../rest/problem-text.ts';
import { JobCard } from './job-card.tsx';
import { useJobs } from './use-jobs.ts';

/** Of ended jobs only those are shown that want something of a person, and of these the latest. */
const LATEST = 3;

type Props = {
  /** Followed only while the drawer is open. */
  active: boolean;
  /** The upload that the drop zone shows already. */
  except: string | null;
  /** Called when a job's documents became searchable or it ended. */
  onChanged: () => void;
};

/** All ingestion: what runs, with bars and a way to stop it; what was not taken, with reasons and a way to read failed files again. */
export function JobsPanel({ active, except, onChanged }: Props) {
  const { t } = useTranslation();
  const { jobs, problem } = useJobs(active, onChanged);
  const shown = worthShowing(jobs.filter(({ id }) => id !== except));
  if (shown.length === 0 && problem === null) return null;
  return (
    <section aria-label={t('jobs.title')} data-testid="jobs">
      <h3 className="jobs-title">{t('jobs.title')}</h3>
      {shown.map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      {problem !== null && <p className="alarm">{errorText(problem, t)}</p>}
    </section>
  );
}

function worthShowing(jobs: readonly JobSummary[]): JobSummary[] {
  const open = jobs.filter(({ endedAt }) => endedAt === null);
  const wanting = ({ state, counts, conflicts }: JobSummary) => state !== 'done' || (counts.failed ?? 0) > 0 || (conflicts?.found ?? 0) > 0;
  const ended = jobs.filter((job) => job.endedAt !== null && wanting(job)).slice(0, LATEST);
  return [...open, ...ended];
}
