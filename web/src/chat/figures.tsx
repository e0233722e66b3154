import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { usePageImage } from '../citation/use-page-image.ts';
import { figuresOf, type ShownFigure } from './figures-of.ts';

/** Fine enough for the labels inside of a drawing. */
const DPI = 150;

/** The pictures that the cited passages hold or name, cut out of their pages; a click opens the page. */
export function Figures({ answer, onOpen }: { answer: Answer; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  const figures = figuresOf(answer);
  if (figures.length === 0) return null;
  return (
    <section aria-label={t('answer.figures')}>
      <h3 className="part-title">{t('answer.figures')}</h3>
      <div className="figures">
        {figures.map((figure) => (
          <FigureButton key={`${figure.place.documentId}/${figure.page}/${figure.box.y}`} figure={figure} onOpen={onOpen} />
        ))}
      </div>
    </section>
  );
}

function FigureButton({ figure: { caption, page, box, place }, onOpen }: { figure: ShownFigure; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  const { url, problem } = usePageImage(place.documentId, page, DPI, box);
  const words = caption ?? t('answer.figureOn', { title: place.title });
  const open = () => onOpen({ ...place, quote: words });
  return (
    <button type="button" className="figure" onClick={open} data-testid="figure">
      {url !== null && <img src={url} alt={words} />}
      {url === null && problem === null && <Loader />}
      <span className="figure-words">
        {words} <span className="figure-page">{t('place.page', { page })}</span>
      </span>
    </button>
  );
}
