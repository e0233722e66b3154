import { open } from 'node:fs/promises';
import { pictureKind } from '../../ingest/read/image/image-header.ts';

/** What a browser needs to know of a picture's file; octet-stream where it cannot be told. */
export async function pictureMediaType(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(new Uint8Array(16), 0, 16, 0);
    const kind = pictureKind(buffer);
    return kind === null ? 'application/octet-stream' : `image/${kind}`;
  } finally {
    await file.close();
  }
}
