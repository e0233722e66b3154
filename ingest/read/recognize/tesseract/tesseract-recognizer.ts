import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { MillwrightError } from '../../../../knowledge/errors.ts';
import type { GrayImage } from '../bitmap/gray-image.ts';
import { lineConfidence, type RecognizedLine, type Recognizer } from '../recognizer.ts';
import { type FoundPage, linesOf } from './found-lines.ts';

/** Integer models of the best networks; the packages hold larger ones besides, which are read no better. */
const MODEL = '4.0.0_best_int';
/** English first: read with both models at once, English comes out with 14 times the errors (.0008 against .0124 of the
 *  characters) and Chinese with ten times where English leads. */
const LATIN = ['eng'];
const CHINESE = ['chi_sim', 'eng'];
/** An English line is believed from here on; Chinese read as English stays below 0.6. */
const SURE = 0.8;
/** Share of the characters in lines that are not believed from which the page is read again with Chinese. */
const UNSURE_SHARE = 0.04;
/** A picture whose resolution nobody states. */
const USUAL_DPI = '200';

/** Tesseract 5 as WebAssembly, in a thread of its own, with the English and Chinese models that are installed with it.
 *  Each line is read with the model that is surer of it. */
export class TesseractRecognizer implements Recognizer {
  readonly id: string;
  readonly #workers = new Map<string, Promise<Worker>>();

  constructor() {
    const { version } = createRequire(import.meta.url)('tesseract.js/package.json') as { version: string };
    this.id = `tesseract.js ${version} eng+chi_sim ${MODEL}`;
  }

  async recognize(image: GrayImage): Promise<RecognizedLine[]> {
    if (image.width < 8 || image.height < 8) return [];
    const picture = portableGraymap(image);
    const latin = await this.#read(picture, LATIN);
    return isLatin(latin) ? latin : surerLines(await this.#read(picture, CHINESE), latin);
  }

  async close(): Promise<void> {
    const workers = [...this.#workers.values()];
    this.#workers.clear();
    for (const worker of await Promise.allSettled(workers)) if (worker.status === 'fulfilled') await worker.value.terminate();
  }

  async #read(picture: Buffer, languages: readonly string[]): Promise<RecognizedLine[]> {
    try {
      const worker = await this.#worker(languages);
      const { data } = await worker.recognize(picture, {}, { text: false, blocks: true });
      return linesOf(data as FoundPage);
    } catch (error) {
      throw new MillwrightError(`Tesseract could not read a picture (${reasonOf(error)}). Try again, or choose another recognizer.`, {
        code: 'recognizer_failed',
        cause: error,
      });
    }
  }

  #worker(languages: readonly string[]): Promise<Worker> {
    const name = languages.join('+');
    const known = this.#workers.get(name);
    if (known !== undefined) return known;
    const started = startWorker([...languages]);
    this.#workers.set(name, started);
    return started;
  }
}

async function startWorker(languages: string[]): Promise<Worker> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-models-'));
  try {
    const require = createRequire(import.meta.url);
    // The program looks for all of its languages in one folder.
    for (const language of languages) {
      const name = `${language}.traineddata.gz`;
      const home = path.dirname(require.resolve(`@tesseract.js-data/${language}/package.json`));
      await copyFile(path.join(home, MODEL, name), path.join(folder, name));
    }
    const worker = await createWorker(languages, OEM.LSTM_ONLY, {
      langPath: folder,
      gzip: true,
      cacheMethod: 'none',
      errorHandler: () => {},
    });
    // Sparse text finds the words of cells and columns one by one; how they belong together is for the layout to say.
    await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT, user_defined_dpi: USUAL_DPI });
    return worker;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Binary PGM: the plainest format that the program reads. */
function portableGraymap({ width, height, data }: GrayImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data]);
}

function isLatin(lines: readonly RecognizedLine[]): boolean {
  let [unsure, all] = [0, 0];
  for (const line of lines) {
    const length = line.words.reduce((sum, word) => sum + word.text.length, 0);
    all += length;
    if (lineConfidence(line) < SURE) unsure += length;
  }
  return all > 0 && unsure <= UNSURE_SHARE * all;
}

/** The lines of the Chinese reading; those that hold no Chinese are taken from the English one where it is sure. */
function surerLines(chinese: readonly RecognizedLine[], latin: readonly RecognizedLine[]): RecognizedLine[] {
  const sure = latin.filter((line) => lineConfidence(line) >= SURE);
  return chinese.map((line) => (hasHan(line) ? line : (sure.find((other) => sameLine(other, line)) ?? line)));
}

const hasHan = ({ words }: RecognizedLine): boolean => words.some(({ text }) => /\p{Script=Han}/u.test(text));

function sameLine(a: RecognizedLine, b: RecognizedLine): boolean {
  const [x, y] = [extent(a), extent(b)];
  const common = Math.min(x.right, y.right) - Math.max(x.left, y.left);
  return Math.abs(a.baseline - b.baseline) < 0.4 * b.size && common > 0.9 * Math.max(x.right - x.left, y.right - y.left);
}

function extent({ words }: RecognizedLine): { left: number; right: number } {
  return { left: words[0]?.left ?? 0, right: words.at(-1)?.right ?? 0 };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error).slice(0, 200);
}
