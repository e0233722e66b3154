import { Router } from 'express';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import { EmbeddingsRequest, embeddingsResponse } from '../../knowledge/embed/openai/embeddings-response.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

/** POST /v1/embeddings and GET /v1/models, as OpenAI's clients call them: any of them, or another Millwright, can embed here. */
export function embeddingsDoor(embedder: Embedder): Router {
  const router = Router();
  router.post('/embeddings', jsonBody, async (request, response) => {
    const body = parseRequest(EmbeddingsRequest, request.body);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.json(await embeddingsResponse(embedder, body, gone.signal));
  });
  router.get('/models', (_request, response) => {
    response.json({ object: 'list', data: [{ id: embedder.id, object: 'model', owned_by: 'millwright' }] });
  });
  return router;
}
