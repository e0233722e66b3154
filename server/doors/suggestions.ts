import { Router } from 'express';

/** GET /suggestions: questions that are worth trying, where the server was started with some. */
export function suggestionsDoor(questions: readonly string[]): Router {
  const router = Router();
  router.get('/suggestions', (_request, response) => void response.json({ questions }));
  return router;
}
