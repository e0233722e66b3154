import { Router } from 'express';
import { boxesUnder } from '../../knowledge/document/box.ts';
import { addressesModel } from '../../knowledge/retrieve/addresses-model.ts';
import type { RankedPassage, Retriever } from '../../knowledge/retrieve/retriever.ts';
import { type SearchHit, SearchRequest, type SearchResponse } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

/** Enough of a passage to recognise it in a list. */
const QUOTE_CHARACTERS = 240;

/** POST /search: ranked passages with their place and the table rows that matched. */
export function searchDoor(retriever: Retriever): Router {
  const router = Router();
  router.post('/search', jsonBody, async (request, response) => {
    const { query, limit, scope, trace } = parseRequest(SearchRequest, request.body);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const found = await retriever.retrieve({ text: query, limit, ...(scope ? { scope } : {}), ...(trace ? { trace } : {}) }, gone.signal);
    const body: SearchResponse = {
      hits: found.hits.map((hit) => searchHit(hit, trace === true)),
      timings: found.timings,
      ...(trace ? { trace: found.trace } : {}),
    };
    response.json(body);
  });
  return router;
}

function searchHit({ passage, records, score, features }: RankedPassage, withFeatures: boolean): SearchHit {
  const { document } = passage;
  const firstRow = records[0];
  const quote = firstRow ? firstRow.fields.map(({ header, value }) => `${header}: ${value}`).join('; ') : passage.text;
  return {
    documentId: document.id,
    file: document.file,
    title: document.title,
    revision: document.revision,
    revisionDate: document.revisionDate,
    superseded: document.supersededBy !== null,
    equipment: document.equipment,
    sectionPath: passage.sectionPath,
    passageId: passage.externalId,
    page: firstRow?.page ?? passage.page,
    pageEnd: firstRow?.page ?? passage.pageEnd,
    quote: quote.slice(0, QUOTE_CHARACTERS),
    boxes: firstRow ? firstRow.boxes : boxesUnder(passage, 0, passage.text.length),
    figures: passage.figures,
    ...(addressesModel(passage) && { addressesModel: true as const }),
    score,
    text: passage.text,
    rows: records.map((record) => record.fields.map(({ header, value }) => ({ header, value }))),
    ...(withFeatures ? { features } : {}),
  };
}
