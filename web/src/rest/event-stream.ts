import { EventSourceParserStream } from 'eventsource-parser/stream';
import { call } from './call.ts';

export type ServerEvent = { event: string; data: unknown };

/** The events of a call (fetch, not EventSource: that can send neither a body nor a key), until the server ends it. */
export async function* events(path: string, init: RequestInit): AsyncGenerator<ServerEvent> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'text/event-stream');
  const response = await call(path, { ...init, headers });
  const stream = response
    .body!.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream());
  const reader = stream.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield { event: value.event ?? 'message', data: JSON.parse(value.data) };
    }
  } finally {
    reader.releaseLock();
  }
}
