import { Alert, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PassageView } from '../../../server/api/schemas.ts';
import { callJson } from '../rest/call.ts';
import { errorText } from '../rest/problem-text.ts';
import { markedParts } from './marked-parts.ts';
import type { Place } from './place.ts';

/** The passage as text, with the quotation marked: for formats whose pages cannot be drawn. */
export function PassageText({ place }: { place: Place }) {
  const [passage, setPassage] = useState<PassageView | null>(null);
  const { t } = useTranslation();
  const [problem, setProblem] = useState<unknown>(null);
  const mark = useRef<HTMLElement | null>(null);

  useEffect(() => {
    setPassage(null);
    setProblem(null);
    callJson<PassageView>(`/documents/${place.documentId}/passages/${encodeURIComponent(place.passageId)}`).then(setPassage, setProblem);
  }, [place.documentId, place.passageId]);
  useEffect(() => {
    if (passage) mark.current?.scrollIntoView({ block: 'center' });
  }, [passage]);

  if (problem !== null) return <Alert color="red">{errorText(problem, t)}</Alert>;
  if (!passage) return <Loader />;
  const [before, quoted, after] = markedParts(passage.text, place.quote);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard
    <section className="passage-text" data-testid="passage-text" tabIndex={0} aria-label={place.sectionPath.join(' › ') || place.title}>
      {before}
      {quoted !== '' && <mark ref={mark}>{quoted}</mark>}
      {after}
    </section>
  );
}
