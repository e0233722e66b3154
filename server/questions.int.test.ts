import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answerer } from '../answer/answerer.ts';
import { sampleKnowledge } from '../test/sample-knowledge.ts';
import { serve, type TestServer } from '../test/serve.ts';
import { Answer, Problem, SearchResponse, Statement, VerifyBatchResponse } from './api/schemas.ts';

const TORQUE = 'What torque do the coupling bolts of the KP-40 get?';

let server: TestServer;
beforeAll(async () => {
  server = await serve(await sampleKnowledge());
});
afterAll(() => server?.close());

function post(path: string, body: unknown, init: RequestInit = {}, at = server): Promise<Response> {
  return fetch(`${at.api}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

async function eventsOf(response: Response): Promise<{ event: string; data: unknown }[]> {
  const events: { event: string; data: unknown }[] = [];
  const stream = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of stream) events.push({ event: event ?? '', data: JSON.parse(data) });
  return events;
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

/** An answer without what differs from one asking to the next. */
function lasting({ id: _id, usage: _usage, timings: _timings, ...rest }: Answer) {
  return rest;
}

describe('POST /ask', () => {
  it('answers with JSON as its schema says', async () => {
    const response = await post('/ask', { question: TORQUE });
    expect(response.status).toBe(200);
    const answer = Answer.parse(await response.json());
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('25 N·m');
    expect(answer.citations[0]).toMatchObject({ file: 'kestrel-kp-40-manual.pdf', page: 5 });
  });

  it('tells the same answer as events: stages first, a citation before the statement that uses it, the whole last', async () => {
    const response = await post('/ask', { question: TORQUE }, { headers: { accept: 'text/event-stream' } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = await eventsOf(response);
    expect(events[0]).toEqual({ event: 'stage', data: 'understand' });
    expect(events.at(-1)!.event).toBe('answer');
    const cited = new Set<number>();
    for (const { event, data } of events) {
      if (event === 'citation') cited.add((data as { n: number }).n);
      if (event === 'statement') for (const n of Statement.parse(data).citations) expect(cited).toContain(n);
    }
    expect(cited.size).toBeGreaterThan(0);
    const whole = Answer.parse(await (await post('/ask', { question: TORQUE })).json());
    expect(lasting(Answer.parse(events.at(-1)!.data))).toEqual(lasting(whole));
  });

  it('respects the scope, and gives the trace only when it is asked for', async () => {
    const question = 'What torque do the coupling bolts get?';
    const open = Answer.parse(await (await post('/ask', { question })).json());
    expect(open.outcome).toBe('clarify');
    expect(open.trace).toBeUndefined();
    const narrowed = Answer.parse(await (await post('/ask', { question, scope: { equipment: ['KP-60'] }, trace: true })).json());
    expect(narrowed.text).toContain('49 N·m');
    expect(narrowed.trace).toBeDefined();
  });

  it('reads a follow-up after the questions that are sent with it, and says how', async () => {
    const follow = (more: Record<string, unknown>) => post('/ask', { question: 'and for the 60?', ...more });
    const answer = Answer.parse(await (await follow({ conversation: [{ question: TORQUE }] })).json());
    expect(answer).toMatchObject({ question: 'and for the 60?', followUp: { question: TORQUE.replace('KP-40', 'KP-60') } });
    expect(answer.text).toContain('49 N·m');
    const alone = Answer.parse(await (await follow({ conversation: [] })).json());
    expect(alone.followUp).toBeUndefined();
    expect((await follow({ conversation: Array.from({ length: 21 }, () => ({ question: TORQUE })) })).status).toBe(400);
  });

  it('answers many at once, each its own question', async () => {
    const asked = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'KP-40' : 'KP-60'));
    const answers = await Promise.all(
      asked.map(async (pump) => (await post('/ask', { question: `What torque do the coupling bolts of the ${pump} get?` })).json()),
    );
    expect(answers.map((answer) => Answer.parse(answer).text.includes('25 N·m'))).toEqual(asked.map((pump) => pump === 'KP-40'));
  });

  it.each([
    ['no question', {}, 'question'],
    ['an empty question', { question: '   ' }, 'question'],
    ['a question of 4,001 characters', { question: 'x'.repeat(4_001) }, 'question'],
    ['a question that is no text', { question: 7 }, 'question'],
    ['a scope of the wrong form', { question: 'Torque?', scope: { equipment: 'KP-40' } }, 'scope.equipment'],
    ['an array', [], ''],
  ])('refuses %s and names the field', async (_what, body, field) => {
    const response = await post('/ask', body);
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem.code).toBe('bad_request');
    expect(problem.errors?.map(({ path }) => path)).toContain(field);
  });

  it.each([
    ['what is not JSON', '{"question": ', {}, 400, 'bad_request'],
    ['a body that is too long', JSON.stringify({ question: 'x'.repeat(1_100_000) }), {}, 413, 'too_large'],
    ['another media type', 'question=Torque', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['no body', '', {}, 400, 'bad_request'],
    ['an unknown compression', '{}', { 'content-encoding': 'zip' }, 415, 'unsupported_media_type'],
    ['an unknown character set', '{}', { 'content-type': 'application/json; charset=klingon' }, 415, 'unsupported_media_type'],
  ])('refuses %s', async (_what, body, headers, status, code) => {
    const response = await post('/ask', body, { headers });
    expect(response.status).toBe(status);
    expect((await problemOf(response)).code).toBe(code);
  });

  it('says not found for what does not exist', async () => {
    const nowhere = await fetch(`${server.api}/asks`);
    expect(nowhere.status).toBe(404);
    expect((await problemOf(nowhere)).detail).toContain('GET /api/v1/asks');
    expect((await fetch(`${server.api}/ask`)).status).toBe(404);
  });
});

describe('an asker who goes away', () => {
  /** An answerer that never ends by itself, and tells when it was told to stop. */
  function endless() {
    const stopped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const ask: Answerer['ask'] = (_request, options) =>
      new Promise((_resolve, reject) => {
        options?.onEvent?.({ type: 'stage', stage: 'understand' });
        begun.resolve();
        options?.signal?.addEventListener('abort', () => {
          stopped.resolve();
          reject(options.signal!.reason);
        });
      });
    return { answerer: { ask } as Answerer, begun: begun.promise, stopped: stopped.promise };
  }

  it.each(['application/json', 'text/event-stream'])('stops the work (%s)', async (accept) => {
    const { answerer, begun, stopped } = endless();
    const other = await serve(await sampleKnowledge(), {}, { answerer });
    try {
      const leave = new AbortController();
      const asked = post('/ask', { question: TORQUE }, { headers: { accept }, signal: leave.signal }, other);
      await begun;
      leave.abort();
      await expect(asked.then((response) => response.text())).rejects.toThrow();
      await stopped;
      expect((await fetch(`${other.api}/health`)).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});

describe('POST /verify', () => {
  it('says of each statement whether the documents say it, and where', async () => {
    const response = await post('/verify', {
      statements: [
        { statement: 'The coupling bolts of the KP-40 are tightened to 25 N·m.', scope: { equipment: ['KP-40'] } },
        { statement: 'Water boils at 90 °C.', evidence: ['At sea level water boils at 100 °C.'] },
      ],
    });
    expect(response.status).toBe(200);
    const { results } = VerifyBatchResponse.parse(await response.json());
    expect(results).toMatchObject([
      { verdict: 'supported', citations: [{ page: expect.any(Number) }] },
      { verdict: 'contradicted', reasons: [{ kind: 'number', statement: '90 °C', evidence: '100 °C' }], citations: [] },
    ]);
  });

  it('refuses what is no list of statements, naming the field', async () => {
    for (const body of [{}, { statements: [] }, { statements: [{ statement: '' }] }]) {
      const response = await post('/verify', body);
      expect(response.status).toBe(400);
      expect((await problemOf(response)).errors?.[0]?.path).toMatch(/^statements/);
    }
  });
});

describe('POST /search', () => {
  it('finds the row with its place', async () => {
    const response = await post('/search', { query: 'F0012', limit: 3 });
    expect(response.status).toBe(200);
    const { hits } = SearchResponse.parse(await response.json());
    expect(hits.length).toBeLessThanOrEqual(3);
    expect(hits[0]).toMatchObject({ file: 'ruineng-rf300-manual-zh.pdf' });
    expect(hits[0]!.rows.flat().map(({ value }) => value)).toContain('F0012');
    expect(hits[0]!.boxes.length).toBeGreaterThan(0);
  });

  it.each([
    ['no words', { query: ' ' }],
    ['a limit of 0', { query: 'torque', limit: 0 }],
    ['a limit of 101', { query: 'torque', limit: 101 }],
  ])('refuses %s', async (_what, body) => {
    const response = await post('/search', body);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).code).toBe('bad_request');
  });
});
