import { Alert, Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentList, ConflictList as Listed, ListedConflict } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { call, callJson, jsonBody } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';
import { ConflictItem } from './conflict-item.tsx';

/** So many are shown at a time: who has looked at these gets the next. */
const SHOWN = 30;

/** `known`: with each new list of documents, the conflicts are read anew. */
type Props = { active: boolean; known: DocumentList | null; onOpen: OpenPlace };

/** Where current documents give different values: both places to be opened, and the steward's word on each. */
export function ConflictList({ active, known, onOpen }: Props) {
  const { t } = useTranslation();
  const [conflicts, setConflicts] = useState<ListedConflict[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [searching, setSearching] = useState(false);
  const [searched, setSearched] = useState(false);
  const [withDismissed, setWithDismissed] = useState(false);

  const load = useCallback(
    (init?: RequestInit) =>
      callJson<Listed>('/conflicts', init).then(({ conflicts: list }) => {
        setConflicts(list);
        setProblem(null);
      }, setProblem),
    [],
  );
  useEffect(() => {
    if (active && known !== null) void load();
  }, [active, known, load]);

  const search = () => {
    setSearching(true);
    void load({ method: 'POST' }).finally(() => {
      setSearching(false);
      setSearched(true);
    });
  };
  /** Null: takes back what was said. */
  const dismiss = (id: string, reason: string | null) =>
    call(`/conflicts/${id}/dismissal`, reason === null ? { method: 'DELETE' } : { ...jsonBody({ reason }), method: 'PUT' }).then(
      () => load(),
      setProblem,
    );

  const open = conflicts?.filter(({ dismissed }) => dismissed === null) ?? [];
  const dismissed = conflicts?.filter((conflict) => conflict.dismissed !== null) ?? [];
  const shown = [...open, ...(withDismissed ? dismissed : [])];
  return (
    <section className="asset-list" data-testid="conflicts">
      <div className="asset-head">
        <b className={open.length > 0 ? 'heed' : undefined}>{t('conflicts.title', { count: open.length })}</b>
        {dismissed.length > 0 && (
          <Button variant="subtle" aria-expanded={withDismissed} onClick={() => setWithDismissed(!withDismissed)}>
            {t(withDismissed ? 'conflicts.hideDismissed' : 'conflicts.showDismissed', { count: dismissed.length })}
          </Button>
        )}
        <Button variant="default" loading={searching} onClick={search} data-testid="conflicts-search">
          {t('conflicts.search')}
        </Button>
      </div>
      {open.length === 0 && <span className="document-facts">{t(searched ? 'conflicts.noneFound' : 'conflicts.none')}</span>}
      {problem !== null && (
        <Alert color="red" role="alert">
          {errorText(problem, t)}
        </Alert>
      )}
      <ul className="conflict-items">
        {shown.slice(0, SHOWN).map((conflict) => (
          <ConflictItem key={conflict.id} conflict={conflict} onOpen={onOpen} onDismiss={(reason) => dismiss(conflict.id, reason)} />
        ))}
        {shown.length > SHOWN && <li className="document-facts">{t('conflicts.more', { count: shown.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}
