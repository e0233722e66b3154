import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedTerm, TermList } from '../../../server/api/schemas.ts';
import { call, callJson, jsonBody } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';

/** So many terms are shown; what is typed finds the others. */
const SHOWN = 50;
/** The list follows what is typed after so long a pause, ms. */
const PAUSE_MS = 250;
const HAN = /\p{Script=Han}/u;

/** Names that mean the same: found by their words, added, and taken back or blocked where they are wrong. Read only while it is open. */
export function GlossaryList() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section className="asset-list" data-testid="glossary">
      <div className="asset-head">
        <b>{t('glossary.title')}</b>
        <Button variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="glossary-show">
          {t(open ? 'glossary.hide' : 'glossary.show')}
        </Button>
      </div>
      {open ? <Terms /> : <span className="document-facts">{t('glossary.about')}</span>}
    </section>
  );
}

function Terms() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [list, setList] = useState<TermList | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const asked = useRef(0);

  const load = useCallback(() => {
    const query = new URLSearchParams({ limit: String(SHOWN), ...(words.trim() === '' ? { source: 'edited' } : { find: words.trim() }) });
    // Answers may overtake each other: only the last question's counts.
    asked.current += 1;
    const turn = asked.current;
    const ifLast =
      <T,>(use: (value: T) => void) =>
      (value: T) => {
        if (turn === asked.current) use(value);
      };
    callJson<TermList>(`/glossary/terms?${query}`).then(ifLast(setList), ifLast(setProblem));
  }, [words]);
  // Other words may have been typed while a change is on its way.
  const lastLoad = useRef(load);
  useEffect(() => {
    lastLoad.current = load;
    const timer = setTimeout(load, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [load]);
  const change = (call: Promise<unknown>) => {
    setProblem(null);
    call.then(() => lastLoad.current(), setProblem);
  };

  return (
    <Stack gap="xs">
      <AddTerm onAdd={(term) => change(call('/glossary/terms', jsonBody(term)))} />
      {problem !== null && (
        <Alert color="red" role="alert" data-testid="glossary-problem">
          {errorText(problem, t)}
        </Alert>
      )}
      <TextInput
        aria-label={t('glossary.find')}
        placeholder={t('glossary.find')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-testid="glossary-find"
      />
      {list?.total === 0 && <span className="document-facts">{t(words.trim() === '' ? 'glossary.noneEdited' : 'glossary.noneFound')}</span>}
      <ul className="asset-machines">
        {list?.terms.map((term) => (
          <TermRow
            key={term.id}
            term={term}
            onRemove={() => change(call(`/glossary/terms/${encodeURIComponent(term.id)}`, { method: 'DELETE' }))}
          />
        ))}
        {list !== null && list.total > list.terms.length && (
          <li className="document-facts">{t('glossary.more', { count: list.total - list.terms.length })}</li>
        )}
      </ul>
    </Stack>
  );
}

/** Names of one thing, parted by semicolons, in whichever language. */
function AddTerm({ onAdd }: { onAdd: (term: { english: string[]; chinese: string[] }) => void }) {
  const { t } = useTranslation();
  const [names, setNames] = useState('');
  const given = names
    .split(/[;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const add = (event: FormEvent) => {
    event.preventDefault();
    onAdd({ english: given.filter((name) => !HAN.test(name)), chinese: given.filter((name) => HAN.test(name)) });
    setNames('');
  };
  return (
    <form className="glossary-add" onSubmit={add}>
      <TextInput
        aria-label={t('glossary.names')}
        placeholder={t('glossary.names')}
        value={names}
        onChange={(event) => setNames(event.currentTarget.value)}
        data-testid="glossary-names"
      />
      <Button type="submit" variant="default" disabled={given.length < 2} data-testid="glossary-add">
        {t('glossary.add')}
      </Button>
    </form>
  );
}

function TermRow({ term, onRemove }: { term: ListedTerm; onRemove: () => void }) {
  const { t } = useTranslation();
  const { source, english, chinese, blocked, evidence } = term;
  return (
    <li className="glossary-term" data-testid="term">
      <span>
        {[...english, ...chinese].join(blocked ? ' ≠ ' : ' = ')}
        <span className="document-facts asset-documents">
          {[t(`glossary.source.${source}`), evidence === null ? null : t('glossary.places', { count: evidence.count })]
            .filter(Boolean)
            .join(' · ')}
          {blocked && source !== 'edited' ? ` · ${t('glossary.blocked')}` : ''}
        </span>
      </span>
      {!(blocked && source !== 'edited') && (
        <Button variant="subtle" onClick={onRemove} data-testid="term-remove">
          {t(source === 'edited' ? 'glossary.takeBack' : 'glossary.block')}
        </Button>
      )}
    </li>
  );
}
