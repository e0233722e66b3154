import { Alert, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { PassageView } from '../../../server/api/schemas.ts';
import { callJson } from '../rest/call.ts';
import { markedParts } from './marked-parts.ts';
import type { Place } from './place.ts';

/** The passage as text, with the quotation marked: for formats whose pages cannot be drawn. */
export function PassageText({ place }: { place: Place }) {
  const [passage, setPassage] = useState<PassageView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const mark = useRef<HTMLElement | null>(null);

  useEffect(() => {
    setPassage(null);
    setProblem(null);
    callJson<PassageView>(`/documents/${place.documentId}/passages/${encodeURIComponent(place.passageId)}`).then(
      setPassage,
      (error: Error) => setProblem(error.message),
    );
  }, [place.documentId, place.passageId]);
  useEffect(() => {
    if (passage) mark.current?.scrollIntoView({ block: 'center' });
  }, [passage]);

  if (problem) return <Alert color="red">{problem}</Alert>;
  if (!passage) return <Loader />;
  const [before, quoted, after] = markedParts(passage.text, place.quote);
  return (
    <div className="passage-text" data-testid="passage-text">
      {before}
      {quoted !== '' && <mark ref={mark}>{quoted}</mark>}
      {after}
    </div>
  );
}
