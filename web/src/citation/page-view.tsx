import { ActionIcon, Alert, Button, Loader } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Citation, DocumentSummary } from '../../../server/api/schemas.ts';
import { LeftIcon, MinusIcon, PlusIcon, RightIcon } from '../icons.tsx';
import { errorText } from '../rest/problem-text.ts';
import { scrollToBoxes, zoomToRead } from './scroll-to-boxes.ts';
import { usePageImage } from './use-page-image.ts';

const ZOOM_STEP = 0.5;
const MAX_ZOOM = 4;

export type PageViewProps = { document: DocumentSummary; page: number; boxes: Citation['boxes']; onPage: (page: number) => void };

/** A page as it is printed, with the cited lines marked and scrolled to. */
export function PageView({ document, page, boxes, onPage }: PageViewProps) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(1);
  const { url, problem } = usePageImage(document.id, page, zoom > 1.5 ? 180 : 110);
  const frame = useRef<HTMLDivElement | null>(null);
  const [loaded, setLoaded] = useState(0);
  const here = boxes.filter((box) => box.page === page);

  useLayoutEffect(() => {
    if (frame.current) setZoom(zoomToRead(frame.current.clientWidth, boxes));
  }, [boxes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls anew whenever another image stands or the zoom changes
  useLayoutEffect(() => {
    if (frame.current && url) scrollToBoxes(frame.current, here);
  }, [loaded, zoom, boxes]);

  return (
    <>
      <PageTools document={document} page={page} boxes={boxes} onPage={onPage} zoom={zoom} onZoom={setZoom} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by the keyboard */}
      <section className="page-scroll" ref={frame} tabIndex={0} aria-label={t('page.alt', { page, title: document.title })}>
        {problem !== null && <Alert color="red">{errorText(problem, t)}</Alert>}
        {!url && problem === null && (
          <div className="page-wait" role="status">
            <Loader />
            {t('page.loading')}
          </div>
        )}
        {url && (
          <div className="page-sheet" style={{ width: `${zoom * 100}%` }}>
            <img
              src={url}
              alt={t('page.alt', { page, title: document.title })}
              onLoad={() => setLoaded((count) => count + 1)}
              data-testid="page-image"
              data-page={page}
            />
            {here.map((box) => (
              <div
                key={`${box.x},${box.y},${box.width}`}
                className="cited-box"
                data-testid="cited-box"
                style={{ left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.width * 100}%`, height: `${box.height * 100}%` }}
              />
            ))}
          </div>
        )}
      </section>
    </>
  );
}

type PageToolsProps = PageViewProps & { zoom: number; onZoom: (zoom: number) => void };

function PageTools({ document, page, boxes, onPage, zoom, onZoom }: PageToolsProps) {
  const { t } = useTranslation();
  const last = document.pageCount ?? 1;
  const marked = [...new Set(boxes.map((box) => box.page))];
  return (
    <div className="page-tools">
      <div className="page-turn">
        <ActionIcon variant="default" aria-label={t('page.previous')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <LeftIcon />
        </ActionIcon>
        <span data-testid="page-number">{t('page.of', { page, pages: last })}</span>
        <ActionIcon variant="default" aria-label={t('page.next')} disabled={page >= last} onClick={() => onPage(page + 1)}>
          <RightIcon />
        </ActionIcon>
      </div>
      {(marked.length > 1 || (marked.length === 1 && marked[0] !== page)) && (
        <div className="page-turn">
          {t('citation.marked')}
          {marked.map((each) => (
            <Button
              key={each}
              variant={each === page ? 'filled' : 'default'}
              px="sm"
              aria-label={t('page.go', { page: each })}
              onClick={() => onPage(each)}
            >
              {each}
            </Button>
          ))}
        </div>
      )}
      <div className="page-turn">
        <ActionIcon
          variant="default"
          aria-label={t('page.smaller')}
          disabled={zoom <= 1}
          onClick={() => onZoom(Math.max(1, zoom - ZOOM_STEP))}
        >
          <MinusIcon />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t('page.larger')} disabled={zoom >= MAX_ZOOM} onClick={() => onZoom(zoom + ZOOM_STEP)}>
          <PlusIcon />
        </ActionIcon>
      </div>
    </div>
  );
}
