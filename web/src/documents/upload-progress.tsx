import { Progress, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job, JobFile } from '../../../server/api/schemas.ts';
import { problemText, warningText } from '../rest/problem-text.ts';

/** A file a line: pages read of pages, then how it ended; below, how many passages have their vectors. */
export function UploadProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { done, total } = job.vectors;
  const partly = job.state === 'done' && job.files.some(({ status }) => status === 'failed');
  return (
    <Stack gap="xs" className="upload-progress" data-testid="upload-progress" data-state={job.state} role="status">
      <div className="document-name">{t(`job.state.${partly ? 'partly' : job.state}`)}</div>
      {job.files.map((file) => (
        <FileLine key={file.file} file={file} />
      ))}
      {job.state === 'searchable' && total > 0 && (
        <>
          <div className="document-facts">{t('job.vectors', { done, total })}</div>
          <Progress value={(100 * done) / total} animated />
        </>
      )}
    </Stack>
  );
}

function FileLine({ file }: { file: JobFile }) {
  const { t } = useTranslation();
  const { pagesDone: done, pagesTotal: total } = file;
  return (
    <div className="document-words">
      <div>
        {file.file}{' '}
        <span className="document-facts">
          · {t(`job.${file.status}`)}
          {file.status === 'reading' && total !== null && ` · ${t('job.pages', { done, total })}`}
        </span>
      </div>
      {file.status === 'reading' && <Progress value={total ? (100 * done) / total : 100} animated />}
      {file.error && <p className="alarm">{problemText({ code: file.error.code, detail: file.error.message }, t)}</p>}
      {file.warnings.map((warning) => (
        <p key={`${warning.code}${warning.page}${warning.quote}`} className="heed">
          {warningText(warning, t)}
        </p>
      ))}
    </div>
  );
}
