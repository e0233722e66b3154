import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import type { DocumentFormat } from '../../knowledge/document/block.ts';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { DocumentChange, type DocumentDetail, type DocumentList, type PassageView } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import type { PageImages } from '../pages/page-images.ts';
import { pictureMediaType } from '../pages/picture-media-type.ts';
import { parseRequest } from '../problems.ts';
import { changeDocument } from './change-document.ts';

const MEDIA_TYPE: Record<DocumentFormat, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  rtf: 'application/rtf',
  epub: 'application/epub+zip',
  eml: 'message/rfc822',
  mhtml: 'multipart/related',
  csv: 'text/csv; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  html: 'text/plain; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  image: 'application/octet-stream',
};
/** Formats whose pages can be drawn. */
const DRAWN: readonly DocumentFormat[] = ['pdf', 'image'];

/** Rounded so that one part has one address and one image in the cache. */
const fraction = (text: string): number => Math.round(Number(text) * 1e4) / 1e4;
/** "x,y,width,height" as fractions of the page, as boxes are given everywhere. */
const CropQuery = z
  .string()
  .regex(/^(?:[01](?:\.\d+)?)(?:,[01](?:\.\d+)?){3}$/, 'is not x,y,width,height in fractions of the page (0..1)')
  .transform((text) => {
    const [x, y, width, height] = text.split(',').map(fraction) as [number, number, number, number];
    return { x, y, width: Math.min(width, fraction(String(1 - x))), height: Math.min(height, fraction(String(1 - y))) };
  })
  .refine(({ width, height }) => width > 0 && height > 0, 'has no area inside the page');
export const PageImageQuery = z.object({ dpi: z.coerce.number().int().min(36).max(220).default(110), box: CropQuery.optional() });
const PageNumber = z.coerce.number().int().min(1, 'counts from 1');

export type DocumentsDoor = {
  store: PassageStore;
  images: PageImages;
  /** Absolute path of the kept original; null where the document has none (prepared passages). */
  originalOf(document: DocumentSummary): Promise<string | null>;
  remove(documentId: string): Promise<boolean>;
};

/** What is known, document by document: list, one, its file, its pages as images, its passages; and removal. */
export function documentsDoor({ store, images, originalOf, remove }: DocumentsDoor): Router {
  const router = Router();
  const { catalogue } = store;

  async function documentOf(id: string): Promise<DocumentSummary> {
    const document = await catalogue.get(id);
    if (document === null)
      throw new MillwrightError(`There is no document "${id}". GET /api/v1/documents lists what there is.`, { code: 'not_found' });
    return document;
  }

  async function fileOf(document: DocumentSummary): Promise<string> {
    const file = await originalOf(document);
    if (file === null)
      throw new MillwrightError(`"${document.file}" keeps no original file: it came as prepared passages.`, { code: 'not_found' });
    return file;
  }

  router.get('/documents', async (_request, response) => {
    const [documents, equipment, counts] = await Promise.all([catalogue.list(), catalogue.equipment(), store.vectors.counts()]);
    response.json({ documents, equipment, vectorsComplete: counts.vectors >= counts.passages } satisfies DocumentList);
  });

  async function detailOf(id: string): Promise<DocumentDetail> {
    const document = await documentOf(id);
    const [facts, verdicts] = await Promise.all([store.stewardship.facts(id), store.stewardship.verdicts(id)]);
    return { ...document, facts: facts ?? [], verdicts };
  }

  router.get('/documents/:id', async (request, response) => {
    response.json(await detailOf(request.params.id));
  });

  router.patch('/documents/:id', jsonBody, async (request, response) => {
    const { id } = await documentOf(request.params.id as string);
    await changeDocument(store, id, parseRequest(DocumentChange, request.body));
    response.json(await detailOf(id));
  });

  router.delete('/documents/:id', async (request, response) => {
    await documentOf(request.params.id);
    await remove(request.params.id);
    response.status(204).end();
  });

  router.get('/documents/:id/file', async (request, response) => {
    const document = await documentOf(request.params.id);
    const file = await fileOf(document);
    response.set({
      'Content-Type': document.format === 'image' ? await pictureMediaType(file) : MEDIA_TYPE[document.format],
      'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(document.file.split('/').at(-1)!)}`,
      // A document is somebody else's content: whatever it holds must not run in this origin.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    });
    await pipeline(createReadStream(file), response);
  });

  router.get('/documents/:id/pages/:page/image', async (request, response) => {
    const document = await documentOf(request.params.id);
    const page = parseRequest(PageNumber, request.params.page);
    const { dpi, box = null } = parseRequest(PageImageQuery, request.query);
    if (!DRAWN.includes(document.format))
      throw new MillwrightError(`"${document.file}" has no pages to draw; its passages can be read as text.`, { code: 'not_found' });
    if (page > (document.pageCount ?? 0)) {
      throw new MillwrightError(`"${document.file}" has ${document.pageCount} pages; there is no page ${page}.`, { code: 'not_found' });
    }
    const etag = `"${document.fingerprint.slice(0, 32)}-${page}-${dpi}${box === null ? '' : `-${Object.values(box).join('-')}`}"`;
    response.set({ ETag: etag, 'Cache-Control': 'private, max-age=3600' });
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    const png = await images.image({ fingerprint: document.fingerprint, file: await fileOf(document), page, dpi, box });
    response.type('png').send(png);
  });

  router.get('/documents/:id/passages/:passageId', async (request, response) => {
    const document = await documentOf(request.params.id);
    const [passage] = await store.passages([{ documentId: document.id, passageId: request.params.passageId }]);
    if (passage === undefined)
      throw new MillwrightError(`"${document.file}" has no passage "${request.params.passageId}": it may have changed since.`, {
        code: 'not_found',
      });
    const { text, sectionPath, page, pageEnd, kind, language } = passage;
    response.json({
      documentId: document.id,
      passageId: passage.id,
      file: document.file,
      title: document.title,
      text,
      sectionPath,
      page,
      pageEnd,
      kind,
      language,
    } satisfies PassageView);
  });

  return router;
}
