import { Alert, Button, Drawer, Loader, Stack, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentList, DocumentSummary } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { errorText } from '../rest/problem-text.ts';
import { AssetList } from './asset-list.tsx';
import { ConflictList } from './conflict-list.tsx';
import { DocumentRow } from './document-row.tsx';
import { DropZone } from './drop-zone.tsx';
import { GlossaryList } from './glossary-list.tsx';
import { JobsPanel } from './jobs-panel.tsx';
import { useUpload } from './use-upload.ts';

/** How often the list is read anew while something in it is not complete, ms. */
const AGAIN_MS = 4_000;
/** From so many documents on, there is a field to find one. */
const MANY = 8;

type Props = {
  opened: boolean;
  onClose: () => void;
  known: DocumentList | null;
  /** Why what is known could not be fetched. */
  problem: unknown;
  onChanged: () => void;
  onOpen: OpenPlace;
};

/** What is known, and the way to bring in more or take something out. */
export function DocumentsDrawer({ opened, onClose, known, problem, onChanged, onOpen }: Props) {
  const { t } = useTranslation();
  const upload = useUpload(onChanged);
  const [words, setWords] = useState('');
  const documents = known?.documents ?? [];
  useRefreshWhile(opened && documents.some(({ vectors, passages }) => vectors < passages), onChanged);
  const shown = documents.filter((document) => matches(document, words));
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="left"
      size="lg"
      title={<b>{t('documents.title')}</b>}
      closeButtonProps={{ 'aria-label': t('documents.close'), size: 'xl', iconSize: 20 }}
    >
      <Stack>
        <DropZone {...upload} />
        <AssetList active={opened} onChanged={onChanged} />
        <GlossaryList />
        <ConflictList active={opened} known={known} onOpen={onOpen} />
        <JobsPanel active={opened} except={upload.job?.id ?? null} onChanged={onChanged} />
        {problem !== null && (
          <Alert color="red" role="alert">
            <Stack gap="xs" align="start">
              {errorText(problem, t)}
              <Button variant="default" onClick={onChanged}>
                {t('documents.retry')}
              </Button>
            </Stack>
          </Alert>
        )}
        {known === null && problem === null && <Loader />}
        {known !== null && documents.length === 0 && <span className="document-facts">{t('documents.none')}</span>}
        {documents.length >= MANY && (
          <TextInput
            aria-label={t('documents.find')}
            placeholder={t('documents.find')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        <div>
          {shown.map((document) => (
            <DocumentRow key={document.id} document={document} onChanged={onChanged} />
          ))}
          {documents.length > 0 && shown.length === 0 && <span className="document-facts">{t('documents.noneFound')}</span>}
        </div>
      </Stack>
    </Drawer>
  );
}

function useRefreshWhile(wanted: boolean, refresh: () => void): void {
  useEffect(() => {
    if (!wanted) return undefined;
    const timer = setInterval(refresh, AGAIN_MS);
    return () => clearInterval(timer);
  }, [wanted, refresh]);
}

function matches({ title, file, equipment }: DocumentSummary, words: string): boolean {
  const text = [title, file, ...equipment].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
