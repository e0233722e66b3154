import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { nativeRuntime } from '../../../../knowledge/embed/onnx/native-runtime.ts';
import { MillwrightError } from '../../../../knowledge/errors.ts';
import { cropImage, type GrayImage, inkThreshold } from '../bitmap/gray-image.ts';
import { resize } from '../bitmap/resize.ts';
import type { PixelRect, RecognizedLine, Recognizer } from '../recognizer.ts';
import { decodeLine, type ReadCharacter } from './decode-line.ts';
import { textRegions } from './find-text.ts';
import type { ModelFiles } from './installed-models.ts';
import { lineOf } from './line-words.ts';

/** Longest side of the picture that text is looked for in, pixels: letters of 10 points keep some 18 on A4. */
const DETECTION_SIDE = 1_536;
/** The detector halves its picture five times. */
const DETECTION_STEP = 32;
/** Height of the lines that the recognition model was trained on, pixels; and the widest line given at once. */
const LINE_HEIGHT = 48;
const WIDEST_LINE = 3_200;
/** Mean and spread of the pictures that the detector was trained on, red, green, blue. Source: PaddleOCR. */
const MEAN = [0.485, 0.456, 0.406];
const SPREAD = [0.229, 0.224, 0.225];
/** A line below is noise. */
const SURE = 0.5;

type Runtime = typeof import('onnxruntime-node');
type Models = { runtime: Runtime; detection: InferenceSession; recognition: InferenceSession; characters: string[] };

/** PP-OCRv4 (Chinese and English): one network finds the lines, another reads them. Better at tables and Chinese than
 *  Tesseract. Runs on the runtime that embeds passages; memory is given back between pictures. */
export class PpOcrRecognizer implements Recognizer {
  readonly id: string;
  readonly #files: ModelFiles;
  readonly #threads: number;
  #models: Promise<Models> | null = null;

  constructor(files: ModelFiles, { threads = 2 } = {}) {
    this.#files = files;
    this.#threads = threads;
    this.id = `PP-OCRv4 ${files.version}`;
  }

  async recognize(image: GrayImage): Promise<RecognizedLine[]> {
    if (image.width < 8 || image.height < 8) return [];
    try {
      this.#models ??= openModels(this.#files, this.#threads);
      const models = await this.#models;
      const threshold = inkThreshold(image);
      const lines: RecognizedLine[] = [];
      for (const region of await findRegions(models, image)) {
        const characters = await readRegion(models, image, region);
        if (meanConfidence(characters) < SURE) continue;
        const line = lineOf(characters, region, image, threshold);
        if (line !== null) lines.push(line);
      }
      return lines.sort((a, b) => a.baseline - b.baseline || a.words[0]!.left - b.words[0]!.left);
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new MillwrightError(`PP-OCR could not read a picture (${reason}). Try again, or choose another recognizer.`, {
        code: 'recognizer_failed',
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    const models = await this.#models?.catch(() => null);
    this.#models = null;
    await models?.detection.release();
    await models?.recognition.release();
  }
}

async function openModels(files: ModelFiles, threads: number): Promise<Models> {
  const runtime = await nativeRuntime();
  const options = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Pictures differ in size: kept arenas would grow with every new one.
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
  } as const;
  const [detection, recognition, text] = await Promise.all([
    runtime.InferenceSession.create(files.detection, options),
    runtime.InferenceSession.create(files.recognition, options),
    readFile(files.characters, 'utf8'),
  ]);
  return { runtime, detection, recognition, characters: [...text.replace(/\n$/, '').split('\n'), ' '] };
}

async function findRegions({ runtime, detection }: Models, image: GrayImage): Promise<PixelRect[]> {
  const scale = Math.min(1, DETECTION_SIDE / Math.max(image.width, image.height));
  const whole = (length: number): number => Math.max(DETECTION_STEP, Math.round((length * scale) / DETECTION_STEP) * DETECTION_STEP);
  const small = resize(image, whole(image.width), whole(image.height));
  const input = colours(small, (value, c) => (value / 255 - MEAN[c]!) / SPREAD[c]!);
  const { data } = await run(detection, new runtime.Tensor('float32', input, [1, 3, small.height, small.width]));
  return textRegions({ width: small.width, height: small.height, data }, image);
}

async function readRegion({ runtime, recognition, characters }: Models, image: GrayImage, region: PixelRect): Promise<ReadCharacter[]> {
  const line = cropImage(image, region.left, region.top, region.right, region.bottom);
  if (line.width < 2 || line.height < 2) return [];
  const width = Math.min(WIDEST_LINE, Math.max(LINE_HEIGHT, Math.round((line.width * LINE_HEIGHT) / line.height)));
  const input = colours(resize(line, width, LINE_HEIGHT), (value) => value / 127.5 - 1);
  const { data, dims } = await run(recognition, new runtime.Tensor('float32', input, [1, 3, LINE_HEIGHT, width]));
  return decodeLine(data, dims[2]!, characters);
}

async function run(session: InferenceSession, input: Tensor): Promise<{ data: Float32Array; dims: readonly number[] }> {
  const result = await session.run({ [session.inputNames[0]!]: input });
  const output = result[session.outputNames[0]!]!;
  return { data: output.data as Float32Array, dims: output.dims };
}

/** The grey picture as three planes of colour. */
function colours({ data }: GrayImage, value: (gray: number, colour: number) => number): Float32Array {
  const planes = new Float32Array(3 * data.length);
  for (let c = 0; c < 3; c++) for (let i = 0; i < data.length; i++) planes[c * data.length + i] = value(data[i]!, c);
  return planes;
}

function meanConfidence(characters: readonly ReadCharacter[]): number {
  return characters.length === 0 ? 0 : characters.reduce((sum, { confidence }) => sum + confidence, 0) / characters.length;
}
