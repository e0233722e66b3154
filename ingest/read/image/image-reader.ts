import type { ReadResult, ReadWarning } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { assemblePages } from '../pdf/assemble-pages.ts';
import { FontBook } from '../pdf/fonts.ts';
import { gatherPage, type ScannedPage } from '../pdf/scan-page.ts';
import type { Reader, ReadInput } from '../reader.ts';
import { toGray } from '../recognize/bitmap/gray-image.ts';
import { pageOfPicture, usualSize } from '../recognize/picture-page.ts';
import { readingWarning, withoutText } from '../recognize/reading-warnings.ts';
import type { RecognizedPicture } from '../recognize/recognize-picture.ts';
import { openImage } from './open-image.ts';

/** Reads photographs and scans (PNG, JPEG, TIFF): each picture is a page, recognized and laid out as printed pages are.
 *  Errors besides those of every reader: none. A picture in which nothing is recognized becomes a warning. */
export const imageReader: Reader = { format: 'image', read: readImage };

/** Pixels of a picture that is recognized; larger ones are drawn smaller: A4 at 360 dots an inch. */
const MAX_PIXELS = 12_500_000;
/** A picture states no size on paper: its usual type is taken to be so high, in points. */
const USUAL_TYPE = 10;
/** Where no type is found: 200 dots an inch. */
const USUAL_SCALE = 72 / 200;

async function readImage(input: ReadInput): Promise<ReadResult> {
  const image = await openImage(input.path, input.name);
  if (image.frames > input.limits.maxPages) throw tooManyPages(input, image.frames);
  const pages: ScannedPage[] = [];
  const warnings: ReadWarning[] = [];
  const { recognition, fingerprint } = input;
  for (let number = 1; number <= image.frames; number++) {
    if (recognition === undefined) {
      // A damaged file is told even where nothing is recognized.
      await image.pixels(number - 1, MAX_PIXELS);
      warnings.push(withoutText(number));
    } else {
      const picture = await recognition.read({ fingerprint, page: number }, async () => {
        const { rgba, width, height } = await image.pixels(number - 1, MAX_PIXELS);
        return toGray(rgba, width, height);
      });
      pages.push(pageOf(picture, number));
      const warning = readingWarning(picture, number);
      if (warning !== null) warnings.push(warning);
    }
    input.onPage?.(number, image.frames);
  }
  return {
    ...assemblePages(pages, []),
    format: 'image',
    pageCount: image.frames,
    pageLabels: {},
    outline: [],
    properties: {},
    warnings,
    prepared: null,
  };
}

function pageOf(picture: RecognizedPicture, number: number): ScannedPage {
  const size = usualSize(picture.lines);
  const { frame, runs, graphics } = pageOfPicture(picture, number, size > 0 ? USUAL_TYPE / size : USUAL_SCALE);
  return gatherPage({ frame, runs, strays: [], graphics, tags: new Map(), fonts: new FontBook() });
}

function tooManyPages({ name, limits }: ReadInput, pages: number): MillwrightError {
  return new MillwrightError(
    `Cannot read "${name}": it has ${pages} pages, at most ${limits.maxPages} are read. Split it and ingest the parts.`,
    { code: 'file_too_large', context: { pages, maxPages: limits.maxPages } },
  );
}
