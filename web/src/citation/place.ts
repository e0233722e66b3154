import type { Citation, RelatedPassage } from '../../../server/api/schemas.ts';

/** What a click can open: something cited, or something near. */
export type Place = Citation | RelatedPassage;

export type OpenPlace = (place: Place) => void;
