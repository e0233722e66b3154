import type { ReadWarning } from '../../../knowledge/document/block.ts';
import type { RecognizedPicture } from './recognize-picture.ts';
import { lineConfidence } from './recognizer.ts';

/** A page that is less sure on the whole is reported. */
const HARD_TO_READ = 0.75;

/** What is to be said of a page that was recognized; null: nothing. */
export function readingWarning({ lines }: RecognizedPicture, page: number): ReadWarning | null {
  if (lines.length === 0)
    return { code: 'page_without_words', page, message: `Page ${page} is an image in which no words were recognised.` };
  const sure = lineConfidence({ words: lines.flatMap(({ words }) => words) });
  return sure >= HARD_TO_READ
    ? null
    : {
        code: 'page_hard_to_read',
        page,
        message: `Page ${page} was recognised from an image that is hard to read (${Math.round(sure * 100)} % sure): compare what is quoted from it with the page.`,
      };
}

export function withoutText(page: number): ReadWarning {
  return {
    code: 'page_without_text',
    page,
    message: `Page ${page} holds an image without text (a scan, say) and recognition is off: nothing of it can be found.`,
  };
}

export function notRecognized(page: number, error: unknown): ReadWarning {
  const reason = error instanceof Error ? error.message : 'unknown reason';
  return { code: 'page_not_recognized', page, message: `Page ${page} could not be recognised: ${reason}` };
}
