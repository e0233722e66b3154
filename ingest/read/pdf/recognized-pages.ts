import type { ReadWarning } from '../../../knowledge/document/block.ts';
import type { ReadInput } from '../reader.ts';
import { pageOfPicture } from '../recognize/picture-page.ts';
import { notRecognized, readingWarning, withoutText } from '../recognize/reading-warnings.ts';
import { FontBook } from './fonts.ts';
import { PagePictures } from './page-pictures.ts';
import { gatherPage, type ScannedPage } from './scan-page.ts';

export type PageReading = { page: ScannedPage; warning: ReadWarning | null };

/** Reads the pages of one PDF that hold no text, or none that makes sense, from pictures of themselves. */
export class PageReader {
  readonly #input: ReadInput;
  readonly #pictures: PagePictures;

  constructor(input: ReadInput) {
    this.#input = input;
    this.#pictures = new PagePictures(input.path, input.name);
  }

  /** The page as it is recognized; as it was, with the reason, where that gives nothing. */
  async read(page: ScannedPage): Promise<PageReading> {
    const { recognition, fingerprint } = this.#input;
    const number = page.frame.page;
    if (recognition === undefined) return { page, warning: withoutText(number) };
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

  async close(): Promise<void> {
    await this.#pictures.close();
  }
}

const displayWidth = ({ frame }: ScannedPage): number => frame.displayWidth;
