import { readFile } from 'node:fs/promises';
import { MillwrightError } from '../knowledge/errors.ts';

/** A file that somebody named on the command line. Errors: file_missing, file_unreadable. */
export async function readGivenFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new MillwrightError(`There is no "${file}". Check the path.`, { code: 'file_missing', cause });
    throw new MillwrightError(`"${file}" cannot be read: ${(cause as Error).message}.`, { code: 'file_unreadable', cause });
  }
}
