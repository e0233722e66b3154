import { Router } from 'express';
import type { Health } from '../api/schemas.ts';
import type { ServerParts } from '../parts.ts';
import { problemOf } from '../problems.ts';

/** GET /health: this process lives. GET /ready: it can answer (503 while it cannot), with what was checked. Both need no key. */
export function healthDoor({ store }: Pick<ServerParts, 'store'>, version: string): Router {
  const router = Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok', version, checks: {} } satisfies Health);
  });
  router.get('/ready', async (_request, response) => {
    const checks: Record<string, string> = {};
    let status: Health['status'] = 'ok';
    try {
      const { passages, vectors } = await store.vectors.counts();
      checks.store = 'ok';
      checks.passages = String(passages);
      checks.vectors = vectors >= passages ? 'complete' : `${vectors} of ${passages}`;
    } catch (error) {
      status = 'failing';
      checks.store = problemOf(error).detail;
    }
    response.status(status === 'ok' ? 200 : 503).json({ status, version, checks } satisfies Health);
  });
  return router;
}
