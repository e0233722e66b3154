import { PageRecognition } from './page-recognition.ts';
import type { Recognizer } from './recognizer.ts';

export const RECOGNIZER_CHOICES = ['auto', 'tesseract', 'off'] as const;
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
  return recognizer === 'off' ? {} : { recognition: new PageRecognition({ open: openTesseract, folder }) };
}

async function openTesseract(): Promise<Recognizer> {
  const { TesseractRecognizer } = await import('./tesseract/tesseract-recognizer.ts');
  return new TesseractRecognizer();
}
