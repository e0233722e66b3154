import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { GrayImage } from './bitmap/gray-image.ts';
import { type RecognizedPicture, recognizePicture } from './recognize-picture.ts';
import type { Recognizer } from './recognizer.ts';

/** Raised whenever the same picture would be read otherwise by the same recognizer. */
const METHOD = 2;

export type PageRecognitionParts = {
  /** Opens the recognizer when the first picture is to be read: text costs nothing. */
  open: () => Promise<Recognizer>;
  /** Folder where readings are kept by content; null: nowhere. It may be deleted at any time. */
  folder: string | null;
};

/** A place in a file: `part` tells several pictures of one page apart. */
export type PicturePlace = { fingerprint: string | undefined; page: number; part?: number };

/** Reads pictures by one recognizer, each only once: a scan of a thousand pages that was interrupted goes on where it was. */
export class PageRecognition {
  readonly #parts: PageRecognitionParts;
  #recognizer: Promise<Recognizer> | null = null;

  constructor(parts: PageRecognitionParts) {
    this.#parts = parts;
  }

  /** `draw` is called only where the reading is not kept. Errors: recognizer_failed; those of `draw`. */
  async read(place: PicturePlace, draw: () => Promise<GrayImage>): Promise<RecognizedPicture> {
    this.#recognizer ??= this.#parts.open();
    const recognizer = await this.#recognizer;
    const file = this.#fileOf(place);
    const kept = file === null ? null : await keptReading(file, `${recognizer.id}/${METHOD}`);
    if (kept !== null) return kept;
    const picture = rounded(await recognizePicture(await draw(), recognizer));
    if (file !== null) await keep(file, { reader: `${recognizer.id}/${METHOD}`, picture });
    return picture;
  }

  async close(): Promise<void> {
    const recognizer = await this.#recognizer?.catch(() => null);
    this.#recognizer = null;
    await recognizer?.close();
  }

  #fileOf({ fingerprint, page, part }: PicturePlace): string | null {
    if (this.#parts.folder === null || fingerprint === undefined) return null;
    return path.join(this.#parts.folder, fingerprint, `${page}${part === undefined ? '' : `-${part}`}.json`);
  }
}

const Rule = z.object({ at: z.number(), from: z.number(), to: z.number(), thickness: z.number() });
const Word = z.object({
  text: z.string(),
  confidence: z.number(),
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
});
const Kept = z.object({
  reader: z.string(),
  picture: z.object({
    width: z.number(),
    height: z.number(),
    turns: z.number(),
    angle: z.number(),
    lines: z.array(z.object({ words: z.array(Word), baseline: z.number(), size: z.number() })),
    rules: z.object({ horizontal: z.array(Rule), vertical: z.array(Rule) }),
  }),
});

/** A reading that is damaged or another recognizer's is none. */
async function keptReading(file: string, reader: string): Promise<RecognizedPicture | null> {
  try {
    const kept = Kept.parse(JSON.parse(await readFile(file, 'utf8')));
    return kept.reader === reader ? kept.picture : null;
  } catch {
    return null;
  }
}

/** What cannot be kept (disk full) is read again another time. */
async function keep(file: string, reading: z.infer<typeof Kept>): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, JSON.stringify(reading));
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true });
  }
}

/** A hundredth of a pixel is enough, and a kept reading is then the same as a fresh one. */
function rounded(picture: RecognizedPicture): RecognizedPicture {
  return JSON.parse(
    JSON.stringify(picture, (key, value) => (typeof value === 'number' && key !== 'angle' ? Math.round(value * 100) / 100 : value)),
  );
}
