import { Router } from 'express';
import type { StatementVerifier } from '../../answer/verify/statement-verifier.ts';
import { VerifyBatchRequest, type VerifyBatchResponse } from '../api/schemas.ts';
import { jsonBody } from '../json-body.ts';
import { parseRequest } from '../problems.ts';

/** POST /verify: for each statement whether the documents (or the texts given with it) say the same, why not, and where. */
export function verifyDoor(verifier: StatementVerifier): Router {
  const router = Router();
  router.post('/verify', jsonBody, async (request, response) => {
    const { statements } = parseRequest(VerifyBatchRequest, request.body);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const results: VerifyBatchResponse['results'] = [];
    for (const statement of statements) results.push(await verifier.verify(statement, gone.signal));
    response.json({ results } satisfies VerifyBatchResponse);
  });
  return router;
}
