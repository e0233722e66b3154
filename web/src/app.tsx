import { ActionIcon, Button, Drawer, Group } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capabilities, DocumentList } from '../../server/api/schemas.ts';
import { Thread } from './chat/thread.tsx';
import { useAnswerLink } from './chat/use-answer-link.ts';
import { useConversation } from './chat/use-conversation.ts';
import { CitationPanel } from './citation/citation-panel.tsx';
import type { Place } from './citation/place.ts';
import { DocumentsDrawer } from './documents/documents-drawer.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { chooseLanguage } from './language/i18n.ts';
import { callJson, onKeyNeeded } from './rest/call.ts';
import { EquipmentFilter } from './scope/equipment-filter.tsx';

/** Wide enough to read the conversation and the page side by side. */
const WIDE = '(min-width: 1000px)';

export function App() {
  const { t, i18n } = useTranslation();
  const conversation = useConversation();
  const linkProblem = useAnswerLink(conversation.show);
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const [known, setKnown] = useState<DocumentList | null>(null);
  const [knownProblem, setKnownProblem] = useState<unknown>(null);
  const [tryQuestions, setTryQuestions] = useState<string[]>([]);
  const [canInvestigate, setCanInvestigate] = useState(false);
  const [equipment, setEquipment] = useState<string[]>([]);
  const [place, setPlace] = useState<Place | null>(null);
  const [documentsOpen, setDocumentsOpen] = useState(false);
  const [keyNeeded, setKeyNeeded] = useState(false);

  const refresh = useCallback(() => {
    callJson<DocumentList>('/documents').then((list) => {
      setKnown(list);
      setKnownProblem(null);
    }, setKnownProblem);
    callJson<Capabilities>('/capabilities').then(
      ({ deep }) => setCanInvestigate(deep),
      () => setCanInvestigate(false),
    );
    callJson<{ questions: string[] }>('/suggestions').then(
      ({ questions }) => setTryQuestions(questions),
      () => setTryQuestions([]),
    );
  }, []);
  useEffect(() => {
    onKeyNeeded(() => setKeyNeeded(true));
    refresh();
  }, [refresh]);

  const panel = place && (
    <CitationPanel key={`${place.documentId}/${place.passageId}/${place.quote}`} place={place} onClose={() => setPlace(null)} />
  );
  return (
    <div className="app">
      <header className="app-head">
        <span className="brand">
          <img src="/icon.svg" alt="" />
          <span className="brand-name">Millwright</span>
        </span>
        <EquipmentFilter known={known} chosen={equipment} onChange={setEquipment} />
        <Group gap="xs" wrap="nowrap" className="app-tools">
          <Button variant="default" onClick={() => setDocumentsOpen(true)} data-testid="documents">
            {t('documents.title')}
          </Button>
          {conversation.turns.length > 0 && (
            <Button variant="default" onClick={conversation.clear}>
              {t('app.newConversation')}
            </Button>
          )}
          <ActionIcon
            variant="default"
            w="auto"
            px={10}
            aria-label={t('app.otherLanguage')}
            onClick={() => chooseLanguage(i18n.language === 'zh' ? 'en' : 'zh')}
            data-testid="language"
          >
            {i18n.language === 'zh' ? 'EN' : '中文'}
          </ActionIcon>
        </Group>
      </header>
      <main className={wide && place ? 'app-main with-panel' : 'app-main'}>
        <Thread
          conversation={conversation}
          scope={equipment.length > 0 ? { equipment } : null}
          tryQuestions={tryQuestions}
          canInvestigate={canInvestigate}
          documents={known?.documents.length ?? null}
          onOpen={setPlace}
          problem={linkProblem}
        />
        {wide && panel}
      </main>
      {!wide && (
        <Drawer
          opened={place !== null}
          onClose={() => setPlace(null)}
          position="bottom"
          size="100%"
          withCloseButton={false}
          padding={0}
          styles={{ body: { height: '100%' } }}
        >
          {panel}
        </Drawer>
      )}
      <DocumentsDrawer
        opened={documentsOpen}
        onClose={() => setDocumentsOpen(false)}
        known={known}
        problem={knownProblem}
        onChanged={refresh}
        onOpen={(opened) => {
          setDocumentsOpen(false);
          setPlace(opened);
        }}
      />
      <KeyDialog
        opened={keyNeeded}
        onSaved={() => {
          setKeyNeeded(false);
          refresh();
        }}
      />
    </div>
  );
}
