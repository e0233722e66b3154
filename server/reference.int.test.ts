import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { serve, type TestServer } from '../test/serve.ts';

type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
};
type OpenApi = { openapi: string; info: Record<string, unknown>; paths: Record<string, Record<string, Operation>>; components: unknown };

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await serve(await mkdtemp(path.join(inject('sharedFolder'), 'empty-')));
  document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenApi;
});
afterAll(() => server?.close());

function* refsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref') yield inner as string;
    else yield* refsOf(inner);
  }
}

const operations = () =>
  Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ address, method, operation })),
  );

describe('OpenAPI document', () => {
  it('is of version 3.1 with what that demands', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Millwright', version: '0.0.0-test' });
    expect(operations().length).toBeGreaterThan(10);
    for (const { operation } of operations()) {
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(response.description.length).toBeGreaterThan(2);
        for (const { schema } of Object.values(response.content ?? {})) expect(schema).toBeTypeOf('object');
      }
    }
  });

  it('resolves every reference and names every part of a path', () => {
    for (const reference of refsOf(document)) {
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect(target, reference).toBeDefined();
    }
    for (const { address, operation } of operations()) {
      const named = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name).sort()).toEqual(named.sort());
      expect(declared.every(({ required }) => required === true)).toBe(true);
    }
  });

  it('describes doors that are there: none of its calls is an unknown address', async () => {
    for (const { address, method } of operations()) {
      const response = await fetch(`${server.api}${address.replaceAll(/\{\w+\}/g, '1')}`, { method: method.toUpperCase() });
      if (response.status !== 404) continue;
      const { detail } = (await response.json()) as { detail: string };
      expect(detail, `${method} ${address}`).not.toContain('/api/reference lists what there is');
    }
  });
});

describe('reference page', () => {
  it('names nothing from outside, and all that it names is served', async () => {
    const html = await (await fetch(`${server.url}/api/reference`)).text();
    const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(2);
    for (const address of named) {
      expect(address).toMatch(/^\/api\//);
      expect((await fetch(server.url + address)).status).toBe(200);
    }
  });
});

describe('a server that knows nothing', () => {
  it('is ready, lists nothing, and says not found', async () => {
    expect((await fetch(`${server.api}/ready`)).status).toBe(200);
    expect(await (await fetch(`${server.api}/documents`)).json()).toMatchObject({ documents: [], equipment: [] });
    const answer = await fetch(`${server.api}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'Which torque?' }),
    });
    expect(await answer.json()).toMatchObject({ outcome: 'not_found', citations: [] });
  });
});
