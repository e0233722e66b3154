import { type RequestHandler, Router, text } from 'express';
import { z } from 'zod';
import { MillwrightError } from '../../knowledge/errors.ts';
import { TermSourceName } from '../../knowledge/terms/listed-term.ts';
import type { PlantTerms } from '../../knowledge/terms/plant-terms.ts';
import { GlossaryImport, ListedTerm, TermList, TermWords } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

export const TermsQuery = z.object({
  source: TermSourceName.optional(),
  find: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
const TermPath = z.object({ id: z.string() });
export const ExportQuery = z.object({ source: TermSourceName.default('edited') });

const MAX_CSV = '5mb';
const readCsv = text({ type: 'text/csv', limit: MAX_CSV, defaultCharset: 'utf-8' });
const csvBody: RequestHandler = (request, response, next) => {
  if (!request.is('text/csv'))
    throw new MillwrightError('The body must be CSV in UTF-8: send it with "Content-Type: text/csv".', { code: 'unsupported_media_type' });
  readCsv(request, response, next);
};

/** The glossary: list with evidence, add, change, remove, block; in and out as CSV. */
export function glossaryDoor(terms: PlantTerms): Router {
  const router = Router();
  router.get('/glossary/terms', async (request, response) => {
    const { source, find, limit, offset } = parseRequest(TermsQuery, request.query);
    response.json(TermList.parse(await terms.list({ limit, offset, ...(source && { source }), ...(find && { find }) })));
  });
  router.post('/glossary/terms', jsonBody, async (request, response) => {
    response.status(201).json(ListedTerm.parse(await terms.add(parseRequest(TermWords, request.body))));
  });
  router.put('/glossary/terms/:id', jsonBody, async (request, response) => {
    const { id } = parseRequest(TermPath, request.params);
    const words = parseRequest(TermWords, request.body);
    response.json(ListedTerm.parse(await terms.change(id, words)));
  });
  router.delete('/glossary/terms/:id', async (request, response) => {
    await terms.remove(request.params.id);
    response.status(204).end();
  });
  router.post('/glossary/import', csvBody, async (request, response) => {
    response.json(GlossaryImport.parse(await terms.importCsv(typeof request.body === 'string' ? request.body : '', 'The CSV')));
  });
  router.get('/glossary/export', async (request, response) => {
    const { source } = parseRequest(ExportQuery, request.query);
    response
      .attachment(`glossary-${source}.csv`)
      .type('text/csv')
      .send(await terms.exportCsv(source));
  });
  return router;
}
