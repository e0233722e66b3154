import { Router } from 'express';
import type { PlantConflicts } from '../../answer/conflicts/plant-conflicts.ts';
import { type ConflictList, DismissRequest } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

/** Where current documents disagree: GET /conflicts lists them, POST /conflicts looks through all documents first;
 *  PUT and DELETE /conflicts/{id}/dismissal say that one is none, and take that back. */
export function conflictsDoor(conflicts: PlantConflicts): Router {
  const router = Router();
  router.get('/conflicts', async (_request, response) => {
    response.json({ conflicts: await conflicts.list() } satisfies ConflictList);
  });
  router.post('/conflicts', async (_request, response) => {
    response.json({ conflicts: await conflicts.search() } satisfies ConflictList);
  });
  router.put('/conflicts/:id/dismissal', jsonBody, async (request, response) => {
    const { reason } = parseRequest(DismissRequest, request.body);
    await conflicts.dismiss(String(request.params.id), reason);
    response.status(204).end();
  });
  router.delete('/conflicts/:id/dismissal', async (request, response) => {
    await conflicts.dismiss(request.params.id, null);
    response.status(204).end();
  });
  return router;
}
