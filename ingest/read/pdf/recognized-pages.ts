import type { ReadWarning } from '../../../knowledge/document/block.ts';
import type { ReadInput } from '../reader.ts';
import { cropImage, type GrayImage } from '../recognize/bitmap/gray-image.ts';
import { pageOfPicture } from '../recognize/picture-page.ts';
import { notRecognized, readingWarning, withoutText } from '../recognize/reading-warnings.ts';
import { FontBook } from './fonts.ts';
import type { Rect } from './geometry.ts';
import { PagePictures } from './page-pictures.ts';
import { picturesToRead, pixelsOf, shareOfPage, textOfPicture } from './picture-texts.ts';
import { gatherPage, type PictureText, type ScannedPage } from './scan-page.ts';

export type PageReading = { page: ScannedPage; warning: ReadWarning | null };

/** Reads the pages of one PDF that hold no text, or none that makes sense, from pictures of themselves. */
export class PageReader {
  readonly #input: ReadInput;
  readonly #pictures: PagePictures;
  /** Pages that were read whole, or could not be: their pictures are not read again. */
  readonly #whole = new Set<number>();

  constructor(input: ReadInput) {
    this.#input = input;
    this.#pictures = new PagePictures(input.path, input.name);
  }

  /** The page as it is recognized; as it was, with the reason, where that gives nothing. */
  async read(page: ScannedPage): Promise<PageReading> {
    const { recognition, fingerprint } = this.#input;
    const number = page.frame.page;
    if (recognition === undefined) return { page, warning: withoutText(number) };
    this.#whole.add(number);
    try {
      const picture = await recognition.read({ fingerprint, page: number }, () => this.#pictures.draw(number));
      const warning = readingWarning(picture, number);
      if (picture.lines.length === 0) return { page, warning };
      const { frame, runs, graphics } = pageOfPicture(picture, number, displayWidth(page) / picture.width);
      return { page: gatherPage({ frame, runs, strays: [], graphics, tags: new Map(), fonts: new FontBook() }), warning };
    } catch (error) {
      return { page, warning: notRecognized(number, error) };
    }
  }

  /** Reads the pictures on pages that have text of their own; gives what is to be said of it. */
  async readPictures(pages: readonly ScannedPage[]): Promise<ReadWarning[]> {
    const { recognition, onPage, limits } = this.#input;
    if (recognition === undefined) return [];
    const wanted = [...picturesToRead(pages.filter(({ frame }) => !this.#whole.has(frame.page)))];
    const count = wanted.reduce((sum, [, rects]) => sum + rects.length, 0);
    if (count > limits.mostPictures) return [picturesUnread(count, limits.mostPictures)];
    const warnings: ReadWarning[] = [];
    for (const [page, rects] of wanted) {
      try {
        page.pictureTexts = await this.#textsOf(page, rects);
      } catch (error) {
        warnings.push(notRecognized(page.frame.page, error));
      }
      onPage?.(page.frame.page, pages.length);
    }
    return warnings;
  }

  async #textsOf(page: ScannedPage, rects: readonly Rect[]): Promise<PictureText[]> {
    const { recognition, fingerprint } = this.#input;
    const number = page.frame.page;
    let drawn: Promise<GrayImage> | null = null;
    const texts: PictureText[] = [];
    for (const [part, rect] of rects.entries()) {
      const picture = await recognition!.read({ fingerprint, page: number, part }, async () => {
        drawn ??= this.#pictures.draw(number);
        const whole = await drawn;
        return cropImage(whole, ...pixelsOf(shareOfPage(rect, page), whole));
      });
      const text = textOfPicture(picture, rect, page);
      if (text !== null) texts.push(text);
    }
    return texts;
  }

  async close(): Promise<void> {
    await this.#pictures.close();
  }
}

function picturesUnread(count: number, most: number): ReadWarning {
  return {
    code: 'pictures_unread',
    page: null,
    message: `Words inside of its ${count} pictures were not recognised: of a file with text of its own at most ${most} are. The text around them was read. MILLWRIGHT_PICTURES=all and another ingest read them too (seconds each).`,
  };
}

const displayWidth = ({ frame }: ScannedPage): number => frame.displayWidth;
