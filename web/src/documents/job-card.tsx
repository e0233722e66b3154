import { Button, Group, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job, JobFile, JobSummary } from '../../../server/api/schemas.ts';
import { call, callJson } from '../rest/call.ts';
import { errorText, problemText } from '../rest/problem-text.ts';

/** So many failed files are named; the rest is counted. */
const NAMED = 20;

/** One job: what it is, how far, what failed and why, and what can be done about it. */
export function JobCard({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const [reasons, setReasons] = useState<JobFile[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const ended = job.endedAt !== null;
  const failed = job.counts.failed ?? 0;
  const again = failed + (job.counts.cancelled ?? 0);
  const attempt = (work: () => Promise<unknown>) => {
    setProblem(null);
    work().catch(setProblem);
  };
  const act = (what: 'cancel' | 'retry') =>
    attempt(async () => {
      await call(`/jobs/${job.id}/${what}`, { method: 'POST' });
      setReasons(null);
    });
  const forget = () => attempt(() => call(`/jobs/${job.id}`, { method: 'DELETE' }));
  const showReasons = () =>
    attempt(async () => setReasons((await callJson<Job>(`/jobs/${job.id}`)).files.filter(({ status }) => status === 'failed')));
  return (
    <div className="document-row" data-testid="job" data-state={job.state}>
      <div className="document-name job-title">{job.title}</div>
      <JobFacts job={job} />
      {!ended && <JobBar job={job} />}
      {job.error !== null && <p className="alarm">{problemText({ code: job.error.code, detail: job.error.message }, t)}</p>}
      {reasons !== null && <Reasons files={reasons} />}
      <Group gap="xs" mt="xs">
        {!ended && (
          <Button variant="default" onClick={() => act('cancel')} disabled={job.cancelling} data-testid="job-cancel">
            {job.cancelling ? t('jobs.stopping') : t('jobs.cancel')}
          </Button>
        )}
        {ended && (again > 0 || job.state !== 'done') && (
          <Button variant="default" onClick={() => act('retry')} data-testid="job-retry">
            {t('jobs.retry')}
          </Button>
        )}
        {failed > 0 && reasons === null && (
          <Button variant="default" onClick={showReasons} data-testid="job-reasons">
            {t('jobs.reasons', { count: failed })}
          </Button>
        )}
        {ended && (
          <Button variant="subtle" color="gray" onClick={forget} data-testid="job-forget">
            {t('jobs.forget')}
          </Button>
        )}
      </Group>
      {problem !== null && <p className="alarm">{errorText(problem, t)}</p>}
    </div>
  );
}

/** "Reading · 3 of 40 files · 120 pages · 1 failed". */
function JobFacts({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const { done, all } = filesOf(job);
  const { failed = 0, cancelled = 0 } = job.counts;
  const conflicts = job.conflicts?.found ?? 0;
  const partly = job.state === 'done' && failed > 0;
  const facts = [
    t(`jobs.state.${partly ? 'partly' : job.state}`),
    job.endedAt === null ? t('jobs.filesOf', { done, count: all }) : t('jobs.files', { count: all }),
    job.pages > 0 && t('documents.pages', { count: job.pages }),
    job.state === 'searchable' && job.vectors.total > 0 && t('documents.vectors', job.vectors),
    failed > 0 && t('jobs.failed', { count: failed }),
    cancelled > 0 && t('jobs.cancelled', { count: cancelled }),
    conflicts > 0 && t('jobs.conflicts', { count: conflicts }),
  ];
  return <div className="document-facts">{facts.filter(Boolean).join(' · ')}</div>;
}

function JobBar({ job }: { job: JobSummary }) {
  const { t } = useTranslation();
  const { done, all } = filesOf(job);
  const [part, whole] = job.state === 'searchable' ? [job.vectors.done, job.vectors.total] : [done, all];
  const value = whole > 0 ? (100 * part) / whole : 0;
  return <Progress value={value} animated={job.state !== 'waiting'} mt={6} aria-label={t('jobs.progress', { title: job.title })} />;
}

function Reasons({ files }: { files: readonly JobFile[] }) {
  const { t } = useTranslation();
  return (
    <ul className="job-reasons">
      {files.slice(0, NAMED).map(({ file, error }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files of a job may have one name; the list never changes its order
        <li key={index}>
          <b>{file}</b> <span className="alarm">{error && problemText({ code: error.code, detail: error.message }, t)}</span>
        </li>
      ))}
      {files.length > NAMED && <li>{t('jobs.more', { count: files.length - NAMED })}</li>}
    </ul>
  );
}

function filesOf({ counts }: JobSummary): { done: number; all: number } {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { done: all - (counts.waiting ?? 0) - (counts.reading ?? 0), all };
}
