import { useTranslation } from 'react-i18next';
import type { Answer, Citation, RelatedPassage } from '../../../server/api/schemas.ts';
import type { OpenPlace } from '../citation/place.ts';
import { ScanNote } from '../citation/scan-note.tsx';
import { placeOf } from './place.ts';

/** What the answer quotes, one a number. */
export function Sources({ citations, onOpen }: { citations: Citation[]; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  if (citations.length === 0) return null;
  return (
    <div>
      <h3 className="part-title">{t('answer.sources')}</h3>
      <ol className="sources" aria-label={t('answer.sources')}>
        {citations.map((citation) => (
          <li key={citation.n}>
            <button type="button" className="source" onClick={() => onOpen(citation)} data-testid={`source-${citation.n}`}>
              <span className="source-number">{citation.n}</span>
              <PlaceWords place={citation} />
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Places that may help besides; open at once where nothing was found. */
export function RelatedPlaces({ places, outcome, onOpen }: { places: RelatedPassage[]; outcome: Answer['outcome']; onOpen: OpenPlace }) {
  const { t } = useTranslation();
  if (places.length === 0) return null;
  return (
    <details className="related" open={outcome === 'not_found'} data-testid="related">
      <summary>{outcome === 'not_found' ? t('answer.nearest') : t('answer.related')}</summary>
      <div className="sources">
        {places.map((place) => (
          <button
            key={`${place.documentId}/${place.passageId}/${place.quote}`}
            type="button"
            className="source"
            onClick={() => onOpen(place)}
          >
            <PlaceWords place={place} />
          </button>
        ))}
      </div>
    </details>
  );
}

function PlaceWords({ place }: { place: Citation | RelatedPassage }) {
  const { t } = useTranslation();
  return (
    <span className="source-words">
      <span className="source-place">{placeOf(place, t)}</span>
      <span className="source-section">{place.sectionPath.join(' › ') || place.quote.slice(0, 100)}</span>
      {place.addressesModel && <span className="heed">{t('answer.addressesModel')}</span>}
      {'recognized' in place && <ScanNote recognized={place.recognized} />}
    </span>
  );
}
