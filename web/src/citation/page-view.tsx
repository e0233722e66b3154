import { ActionIcon, Alert, Group, Loader, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Citation, DocumentSummary } from '../../../server/api/schemas.ts';
import { usePageImage } from './use-page-image.ts';

const ZOOM_STEP = 0.25;
const MAX_ZOOM = 3;

export type PageViewProps = { document: DocumentSummary; page: number; boxes: Citation['boxes']; onPage: (page: number) => void };

/** A page as it is printed, with the cited lines marked and scrolled to. */
export function PageView({ document, page, boxes, onPage }: PageViewProps) {
  const { t } = useTranslation();
  const [zoom, setZoom] = useState(1);
  const { url, problem } = usePageImage(document.id, page, zoom > 1.5 ? 180 : 110);
  const first = useRef<HTMLDivElement | null>(null);
  const [loaded, setLoaded] = useState(0);
  const here = boxes.filter((box) => box.page === page);

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls anew whenever another image stands or the zoom changes
  useEffect(() => {
    first.current?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [loaded, zoom, boxes]);

  return (
    <>
      <Group justify="space-between" className="page-tools">
        <Group gap="xs">
          <ActionIcon variant="default" size="lg" aria-label={t('page.previous')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
            ‹
          </ActionIcon>
          <Text size="sm" data-testid="page-number">
            {t('page.of', { page, pages: document.pageCount })}
          </Text>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('page.next')}
            disabled={page >= (document.pageCount ?? 1)}
            onClick={() => onPage(page + 1)}
          >
            ›
          </ActionIcon>
        </Group>
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('page.smaller')}
            disabled={zoom <= 1}
            onClick={() => setZoom(zoom - ZOOM_STEP)}
          >
            −
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('page.larger')}
            disabled={zoom >= MAX_ZOOM}
            onClick={() => setZoom(zoom + ZOOM_STEP)}
          >
            +
          </ActionIcon>
        </Group>
      </Group>
      <div className="page-scroll">
        {problem && <Alert color="red">{problem}</Alert>}
        {!url && !problem && <Loader />}
        {url && (
          <div className="page-sheet" style={{ width: `${zoom * 100}%` }}>
            <img
              src={url}
              alt={t('page.alt', { page, title: document.title })}
              onLoad={() => setLoaded((count) => count + 1)}
              data-testid="page-image"
            />
            {here.map((box, index) => (
              <div
                key={`${box.x},${box.y},${box.width}`}
                ref={index === 0 ? first : undefined}
                className="cited-box"
                data-testid="cited-box"
                style={{ left: `${box.x * 100}%`, top: `${box.y * 100}%`, width: `${box.width * 100}%`, height: `${box.height * 100}%` }}
              />
            ))}
          </div>
        )}
      </div>
    </>
  );
}
