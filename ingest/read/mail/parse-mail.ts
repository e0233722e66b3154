import { readFile, stat } from 'node:fs/promises';
import PostalMime, { type Email } from 'postal-mime';
import { MillwrightError } from '../../../knowledge/errors.ts';

/** Deeper parts within parts are an attack, not a message. */
const MAX_NESTING = 40;

/** A message with its parts decoded; messages inside it are attachments. Errors: file_too_large, file_damaged. */
export async function parseMail(path: string, name: string, maxBytes: number): Promise<Email> {
  if ((await stat(path)).size > maxBytes)
    throw new MillwrightError(`"${name}" is larger than ${Math.round(maxBytes / 1e6)} MB. Save its attachments, and ingest those.`, {
      code: 'file_too_large',
    });
  try {
    return await PostalMime.parse(await readFile(path), { forceRfc822Attachments: true, maxNestingDepth: MAX_NESTING });
  } catch (error) {
    throw new MillwrightError(
      `"${name}" is no message that can be read (${(error as Error).message.split('\n')[0]}). Save it from the mail program again.`,
      {
        code: 'file_damaged',
        cause: error,
      },
    );
  }
}
