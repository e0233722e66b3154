import { mkdir, rm } from 'node:fs/promises';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { MillwrightError } from '../../knowledge/errors.ts';

export type UploadedFile = { path: string; docId: string };

/** Files of one upload; more are sent in another. */
const MAX_FILES = 200;
/** Bytes of a file name that every usual file system takes, less room for a suffix. */
const MAX_NAME_BYTES = 240;

/** Writes the files of the multipart field "files" to `folder`, each under its own base name, and names them.
 *  Errors: unsupported_media_type, bad_request (none, two of one name, no usable name, broken off), too_large, disk_full; the folder is gone then. */
export async function receiveFiles(request: Request, response: Response, folder: string, maxFileBytes: number): Promise<UploadedFile[]> {
  if (request.is('multipart/form-data') === false)
    throw new MillwrightError('An upload must be sent as multipart/form-data, with the files in the field "files".', {
      code: 'unsupported_media_type',
    });
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  const storage = multer.diskStorage({
    destination: folder,
    filename: (_request, file, done) => {
      try {
        done(null, safeName(file.originalname, taken));
      } catch (error) {
        done(error as Error, '');
      }
    },
  });
  const receive = multer({ storage, limits: { fileSize: maxFileBytes, files: MAX_FILES }, defParamCharset: 'utf8' }).array(
    'files',
    MAX_FILES,
  );
  try {
    await new Promise<void>((resolve, reject) => receive(request, response, (error: unknown) => (error ? reject(error) : resolve())));
    const files = (request.files ?? []) as Express.Multer.File[];
    if (files.length === 0)
      throw new MillwrightError('The upload holds no file: send multipart/form-data with the files in the field "files".', {
        code: 'bad_request',
      });
    return files.map((file) => ({ path: file.path, docId: file.filename }));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new MillwrightError(
        'The upload could not be kept: the disk of the server is full. Free some space and upload again; nothing already stored is lost.',
        { code: 'disk_full', cause: error },
      );
    }
    throw isOurs(error)
      ? error
      : new MillwrightError('The upload is not whole: its form has no boundary or breaks off. Send it again.', {
          code: 'bad_request',
          cause: error,
        });
  }
}

/** The form's parser throws bare errors, without a code, for everything that is wrong with the form itself. */
function isOurs(error: unknown): boolean {
  return error instanceof MillwrightError || error instanceof MulterError || (error as NodeJS.ErrnoException).code !== undefined;
}

/** The base name, in NFC, without control characters: what the document will be called. */
function safeName(original: string, taken: Set<string>): string {
  const base = original
    .normalize('NFC')
    .split(/[\\/]/)
    .at(-1)!
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (base === '' || base === '.' || base === '..')
    throw new MillwrightError('A file of the upload has no usable name.', { code: 'bad_request' });
  if (Buffer.byteLength(base) > MAX_NAME_BYTES)
    throw new MillwrightError(`A file name is longer than ${MAX_NAME_BYTES} bytes: shorten it.`, { code: 'bad_request' });
  if (taken.has(base))
    throw new MillwrightError(`Two files of the upload are called "${base}": send them in two uploads or rename one.`, {
      code: 'bad_request',
    });
  taken.add(base);
  return base;
}
