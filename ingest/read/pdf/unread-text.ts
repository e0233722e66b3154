import type { ScannedPage } from './scan-page.ts';

/** Fewest characters by which a page counts as having text: scans carry a stamp or a page number at most. */
const FEW_CHARACTERS = 8;
/** Fewest characters by which the text of a page is judged. */
const JUDGED_CHARACTERS = 24;
/** Share of characters that mean nothing from which a text layer is worthless. */
const GARBAGE_SHARE = 0.3;
/** Share of letters and digits below which a longer text is none: fonts with a shifted encoding print "!"#$%". */
const LETTER_SHARE = 0.3;
/** Leaders of a contents page or a form, spaces left out: dots and lines that mean nothing, and are meant to. */
const LEADERS = /[.…·_]{6,}/g;

/** Whether what a page shows is not in its text: an image or drawing without text, or a text layer of glyphs that are mapped
 *  to nothing (private use, unassigned, replacement characters) or to marks alone. */
export function showsMoreThanItSays(page: ScannedPage): boolean {
  const text = [...page.segments, ...page.strays.flatMap((stray) => stray.segments)].map((segment) => segment.text).join('');
  if (text.length < FEW_CHARACTERS) return page.images.length > 0 || page.drawings.length > 0;
  return isGarbage(text);
}

export function isGarbage(text: string): boolean {
  const characters = [...text.replace(/\s+/g, '').replace(LEADERS, '')];
  if (characters.length < JUDGED_CHARACTERS) return false;
  const unmapped = characters.filter((c) => /[\p{Co}\p{Cn}\p{Cc}\ufffd]/u.test(c)).length;
  if (unmapped > GARBAGE_SHARE * characters.length) return true;
  const letters = characters.filter((c) => /[\p{L}\p{N}]/u.test(c)).length;
  return characters.length >= 3 * JUDGED_CHARACTERS && letters < LETTER_SHARE * characters.length;
}
