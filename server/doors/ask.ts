import { Router } from 'express';
import type { Answerer } from '../../answer/answerer.ts';
import { AskRequest } from '../../answer/ask.ts';
import { openEventStream, wantsEvents } from '../event-stream.ts';
import { jsonBody } from '../json-body.ts';
import { countAnswer } from '../metrics.ts';
import { parseRequest, problemOf } from '../problems.ts';

/** POST /ask: one JSON answer, or (Accept: text/event-stream) events `stage`, `citation`, `statement`, `withdrawn`, `answer`, `error`. */
export function askDoor(answerer: Answerer): Router {
  const router = Router();
  router.post('/ask', jsonBody, async (request, response) => {
    const question = parseRequest(AskRequest, request.body);
    if (!wantsEvents(request)) {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const answer = await answerer.ask(question, { signal: gone.signal, keep: true });
      countAnswer(answer);
      response.json(answer);
      return;
    }
    const stream = openEventStream(response);
    try {
      const answer = await answerer.ask(question, {
        signal: stream.signal,
        keep: true,
        onEvent: ({ type, ...event }) => stream.send(type, Object.values(event)[0]),
      });
      countAnswer(answer);
    } catch (error) {
      if (!stream.signal.aborted) stream.send('error', problemOf(error, request.originalUrl));
    }
    stream.close();
  });
  return router;
}
