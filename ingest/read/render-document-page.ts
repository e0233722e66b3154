import { open } from 'node:fs/promises';
import { pictureKind } from './image/image-header.ts';
import type { PageToRender } from './page-to-render.ts';

/** Draws a page of a PDF or picture as PNG, as citations' boxes refer to it. Run it in a child process.
 *  Errors: not_found where the page does not exist; file_damaged; file_too_large. */
export async function renderDocumentPage(page: PageToRender): Promise<Buffer> {
  if (await isPicture(page.path)) return (await import('./image/render-frame.ts')).renderFrame(page);
  return (await import('./pdf/render-page.ts')).renderPage(page);
}

async function isPicture(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(new Uint8Array(16), 0, 16, 0);
    return pictureKind(buffer) !== null;
  } finally {
    await file.close();
  }
}
