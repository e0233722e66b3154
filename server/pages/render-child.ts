import type { PagePart } from '../../ingest/read/page-to-render.ts';
import { renderDocumentPage } from '../../ingest/read/render-document-page.ts';
import { type ErrorCode, MillwrightError } from '../../knowledge/errors.ts';

/** `box`: the part of the page to draw; null draws it whole. */
export type RenderRequest = { file: string; page: number; dpi: number; box: PagePart | null };
export type RenderReply = { png: Uint8Array } | { error: { code: ErrorCode; message: string } };

/** The program of the child process that draws pages: a request a message, a reply a message. */
process.on('message', async ({ file, page, dpi, box }: RenderRequest) => {
  let reply: RenderReply;
  try {
    reply = { png: await renderDocumentPage({ path: file, page, dpi, ...(box ? { part: box } : {}) }) };
  } catch (error) {
    reply = {
      error:
        error instanceof MillwrightError
          ? { code: error.code, message: error.message }
          : { code: 'file_damaged', message: `Page ${page} could not be drawn: the file is damaged there.` },
    };
  }
  process.send?.(reply);
});
process.on('disconnect', () => process.exit(0));
