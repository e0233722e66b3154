import { Router } from 'express';
import type { AnswerRecords } from '../../answer/record/answer-records.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { AnswerShelf } from '../../knowledge/store/answer-shelf.ts';
import type { AnswerReplay } from '../api/schemas.ts';

/** GET /answers/ID: an answer as it was given, and whether its documents have changed since; DELETE forgets it. There is no list:
 *  who may ask may not read what others asked, unless they were given its id. */
export function answersDoor(records: AnswerRecords, shelf: AnswerShelf): Router {
  const router = Router();
  router.get('/answers/:id', async (request, response) => {
    const replay = await records.replay(request.params.id);
    if (replay === null) throw noSuchAnswer(request.params.id);
    response.set('Cache-Control', 'no-store').json(replay satisfies AnswerReplay);
  });
  router.delete('/answers/:id', async (request, response) => {
    if (!(await shelf.remove(request.params.id))) throw noSuchAnswer(request.params.id);
    response.status(204).end();
  });
  return router;
}

function noSuchAnswer(id: string): MillwrightError {
  return new MillwrightError(`No answer "${id}" is kept: only the newest are, and removed ones are gone. Ask the question again.`, {
    code: 'not_found',
  });
}
