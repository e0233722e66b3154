import { ActionIcon, Alert, Badge, Button, Drawer, FileButton, Group, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentList, DocumentSummary } from '../../../server/api/schemas.ts';
import { call } from '../rest/call.ts';
import { UploadProgress } from './upload-progress.tsx';
import { useUpload } from './use-upload.ts';

const ACCEPTED = '.pdf,.docx,.xlsx,.csv,.md,.html,.htm,.txt,.jsonl';

type Props = { opened: boolean; onClose: () => void; known: DocumentList | null; onChanged: () => void };

/** What is known, and the way to bring in more or take something out. */
export function DocumentsDrawer({ opened, onClose, known, onChanged }: Props) {
  const { t } = useTranslation();
  const { job, problem, upload } = useUpload(onChanged);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="left"
      size="lg"
      title={t('documents.title')}
      closeButtonProps={{ 'aria-label': t('documents.close') }}
    >
      <Stack>
        <FileButton
          multiple
          accept={ACCEPTED}
          onChange={(files) => void upload(files)}
          inputProps={{ 'data-testid': 'upload-input' } as object}
        >
          {(props) => (
            <Button {...props} data-testid="upload">
              {t('documents.upload')}
            </Button>
          )}
        </FileButton>
        {problem && <Alert color="red">{problem}</Alert>}
        {job && <UploadProgress job={job} />}
        {known === null && <Loader />}
        {known?.documents.length === 0 && <Text c="dimmed">{t('documents.none')}</Text>}
        {known?.documents.map((document) => (
          <DocumentRow key={document.id} document={document} onChanged={onChanged} />
        ))}
      </Stack>
    </Drawer>
  );
}

function DocumentRow({ document, onChanged }: { document: DocumentSummary; onChanged: () => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    try {
      await call(`/documents/${document.id}`, { method: 'DELETE' });
      onChanged();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div className="document-row" data-testid="document">
      <Group justify="space-between" wrap="nowrap" align="start">
        <div className="document-words">
          <Text fw={600}>{document.title}</Text>
          <Text size="sm" c="dimmed">
            {[
              document.file,
              document.revision && t('place.revision', { revision: document.revision }),
              document.pageCount !== null && t('documents.pages', { count: document.pageCount }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <Group gap={6}>
            {document.equipment.map((name) => (
              <Badge key={name} variant="light" tt="none">
                {name}
              </Badge>
            ))}
            {document.vectors < document.passages && (
              <Badge color="yellow" variant="light" tt="none">
                {t('documents.vectors', { done: document.vectors, total: document.passages })}
              </Badge>
            )}
          </Group>
          {document.warnings.map((warning) => (
            <Text key={`${warning.code}${warning.page}`} size="sm" c="orange">
              {warning.message}
            </Text>
          ))}
          {problem && <Text c="red">{problem}</Text>}
        </div>
        {asking ? (
          <Group gap="xs" wrap="nowrap">
            <Button color="red" size="compact-sm" onClick={remove}>
              {t('documents.removeSure')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={() => setAsking(false)}>
              {t('documents.keep')}
            </Button>
          </Group>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('documents.remove', { file: document.file })}
            onClick={() => setAsking(true)}
          >
            ✕
          </ActionIcon>
        )}
      </Group>
    </div>
  );
}
