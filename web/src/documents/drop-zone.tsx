import { Alert, Button, FileButton, Progress } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../icons.tsx';
import { errorText } from '../rest/problem-text.ts';
import { UploadProgress } from './upload-progress.tsx';
import type { Upload } from './use-upload.ts';

const ACCEPTED =
  '.pdf,.docx,.docm,.xlsx,.xlsm,.pptx,.odt,.ods,.odp,.rtf,.epub,.html,.htm,.xhtml,.mht,.mhtml,.md,.csv,.tsv,.txt,.eml,.zip,.jsonl';

/** Takes new files by a button or dropped, and shows how they fare. */
export function DropZone({ sent, job, problem, upload }: Upload) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void upload([...event.dataTransfer.files]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        className={over ? 'drop-zone drop-zone-over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileButton
          multiple
          accept={ACCEPTED}
          onChange={(files) => void upload(files)}
          inputProps={{ 'data-testid': 'upload-input', 'aria-label': t('documents.upload') } as object}
        >
          {(props) => (
            <Button {...props} leftSection={<PlusIcon />} loading={sent !== null} data-testid="upload">
              {t('documents.upload')}
            </Button>
          )}
        </FileButton>
        <span>{t('documents.drop')}</span>
      </div>
      {sent !== null && (
        <div className="upload-progress" role="status" data-testid="sending">
          {t('job.sending', { percent: Math.round(sent * 100) })}
          <Progress value={sent * 100} animated />
        </div>
      )}
      {problem !== null && (
        <Alert color="red" role="alert" data-testid="upload-problem">
          {errorText(problem, t)}
        </Alert>
      )}
      {job && <UploadProgress job={job} />}
    </>
  );
}
