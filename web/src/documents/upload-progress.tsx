import { Alert, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../server/api/schemas.ts';

/** A file a line: pages read of pages, then how it ended; below, how many passages have their vectors. */
export function UploadProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { done, total } = job.vectors;
  return (
    <Stack gap="xs" data-testid="upload-progress" data-state={job.state} role="status">
      {job.files.map((file) => (
        <div key={file.file}>
          <Text size="sm">
            {file.file} · {t(`job.${file.status}`)}
          </Text>
          {file.status === 'reading' && <Progress value={file.pagesTotal ? (100 * file.pagesDone) / file.pagesTotal : 100} animated />}
          {file.error && <Alert color="red">{file.error.message}</Alert>}
          {file.warnings.map((warning) => (
            <Text key={`${warning.code}${warning.page}`} size="sm" c="orange">
              {warning.message}
            </Text>
          ))}
        </div>
      ))}
      {job.state === 'searchable' && total > 0 && (
        <>
          <Text size="sm">{t('job.vectors', { done, total })}</Text>
          <Progress value={(100 * done) / total} animated />
        </>
      )}
    </Stack>
  );
}
