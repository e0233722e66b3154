import { Router } from 'express';
import type { Answerer } from '../../answer/answerer.ts';
import type { Capabilities } from '../api/schemas.ts';

/** GET /capabilities: what a page may offer beside the ordinary answer. */
export function capabilitiesDoor(answerer: Pick<Answerer, 'investigates'>): Router {
  const router = Router();
  router.get('/capabilities', (_request, response) => void response.json({ deep: answerer.investigates } satisfies Capabilities));
  return router;
}
