import type { Request, Response } from 'express';

/** Proxies and tablets drop connections that are silent for about a minute; a comment line every 15 s keeps them. */
const HEARTBEAT_MS = 15_000;

export type EventStream = {
  /** Writes one server-sent event; `data` as one JSON line. */
  send(event: string, data: unknown): void;
  close(): void;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
};

export function wantsEvents(request: Request): boolean {
  return request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream';
}

export function openEventStream(response: Response): EventStream {
  const gone = new AbortController();
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  response.on('close', () => {
    clearInterval(heartbeat);
    gone.abort();
  });
  return {
    signal: gone.signal,
    send: (event, data) => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close: () => void response.end(),
  };
}
