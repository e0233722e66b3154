import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({ dataFolder: './data', host: '127.0.0.1', port: 7300, embedder: null, model: null });
  });

  it('reads an embedding endpoint with its ways', () => {
    const config = readConfig({
      MILLWRIGHT_EMBEDDER_URL: 'http://127.0.0.1:8765/v1',
      MILLWRIGHT_EMBEDDER_MODEL: 'e5',
      MILLWRIGHT_EMBEDDER_QUERY_PREFIX: 'query: ',
      MILLWRIGHT_EMBEDDER_INPUT_TYPE: 'true',
    });
    expect(config.embedder).toEqual({
      kind: 'endpoint',
      baseUrl: 'http://127.0.0.1:8765/v1',
      model: 'e5',
      apiKey: null,
      prefixes: { query: 'query: ', passage: '' },
      sendInputType: true,
    });
  });

  it('reads a chat endpoint with its cascade', () => {
    const endpoint = { MILLWRIGHT_MODEL_URL: 'http://127.0.0.1:8000/v1', MILLWRIGHT_MODEL: 'large' };
    expect(readConfig(endpoint).model).toMatchObject({
      large: 'large',
      small: null,
      apiKey: null,
      timeoutMs: 60_000,
      rules: { extractive: ['value', 'parameter', 'code_meaning', 'procedure'], large: ['comparison', 'remedy'] },
    });
    const { model } = readConfig({
      ...endpoint,
      MILLWRIGHT_MODEL_SMALL: 'small',
      MILLWRIGHT_MODEL_TIMEOUT_S: '5',
      MILLWRIGHT_MODEL_NOT_FOR: 'none',
      MILLWRIGHT_MODEL_LARGE_FOR: 'comparison, other',
    });
    expect(model).toMatchObject({ small: 'small', timeoutMs: 5_000, rules: { extractive: [], large: ['comparison', 'other'] } });
    expect(() => readConfig({ ...endpoint, MILLWRIGHT_MODEL_NOT_FOR: 'poems' })).toThrowError(/MILLWRIGHT_MODEL_NOT_FOR/);
  });

  it('reads the folder of a model; an empty prefix takes away its own, and none leaves it', () => {
    const settings = { MILLWRIGHT_EMBEDDER_DIRECTORY: '/models/bge', MILLWRIGHT_EMBEDDER_QUERY_PREFIX: '', MILLWRIGHT_EMBEDDER_MODEL: '' };
    expect(readConfig(settings).embedder).toEqual({ kind: 'directory', folder: '/models/bge', modelFile: null, prefixes: { query: '' } });
    const named = { MILLWRIGHT_EMBEDDER_DIRECTORY: '/models/bge', MILLWRIGHT_EMBEDDER_MODEL: 'onnx/model_int8.onnx' };
    expect(readConfig(named).embedder).toMatchObject({ modelFile: 'onnx/model_int8.onnx', prefixes: {} });
  });

  it('reads a reranker, which is none by default', () => {
    expect(readConfig({ MILLWRIGHT_RERANKER_STYLE: 'cohere' }).reranker).toBeNull();
    const url = 'http://127.0.0.1:8080/rerank';
    const unsaid = { style: 'tei', model: null, apiKey: null, timeoutMs: 2_000, maxTexts: 24 };
    expect(readConfig({ MILLWRIGHT_RERANKER_URL: url }).reranker).toEqual({ url, ...unsaid });
    const cohere = { MILLWRIGHT_RERANKER_URL: url, MILLWRIGHT_RERANKER_STYLE: 'cohere' };
    expect(() => readConfig(cohere)).toThrowError(/MILLWRIGHT_RERANKER_MODEL/);
    const wrong = { MILLWRIGHT_RERANKER_URL: url, MILLWRIGHT_RERANKER_STYLE: 'other', MILLWRIGHT_RERANKER_PASSAGES: '1' };
    expect(() => readConfig(wrong)).toThrowError(/MILLWRIGHT_RERANKER_STYLE.*MILLWRIGHT_RERANKER_PASSAGES/s);
  });

  it('reads where the passages are kept, which is the embedded store by default', () => {
    expect(readConfig({ MILLWRIGHT_QDRANT_API_KEY: 'k' }).store).toEqual({ kind: 'sqlite' });
    const one = { urls: ['http://127.0.0.1:6333'], apiKey: null, collection: 'millwright', shards: 1, replicas: 1, timeoutMs: 5_000 };
    expect(readConfig({ MILLWRIGHT_QDRANT_URL: 'http://127.0.0.1:6333' }).store).toEqual({ kind: 'qdrant', ...one });
    const nodes = { MILLWRIGHT_QDRANT_URL: 'http://a:6333, https://b:6333', MILLWRIGHT_QDRANT_API_KEY: 'k', MILLWRIGHT_QDRANT_SHARDS: '6' };
    expect(readConfig(nodes).store).toMatchObject({ urls: ['http://a:6333', 'https://b:6333'], apiKey: 'k', shards: 6 });
    const wrong = { MILLWRIGHT_QDRANT_URL: 'a:6333,', MILLWRIGHT_QDRANT_COLLECTION: 'a/b', MILLWRIGHT_QDRANT_REPLICAS: '0' };
    expect(() => readConfig(wrong)).toThrowError(/MILLWRIGHT_QDRANT_URL.*MILLWRIGHT_QDRANT_COLLECTION.*MILLWRIGHT_QDRANT_REPLICAS/s);
  });

  it('names everything that is wrong at once', () => {
    expect(() =>
      readConfig({ MILLWRIGHT_PORT: '99999', MILLWRIGHT_THREADS: 'two', MILLWRIGHT_EMBEDDER_INPUT_TYPE: 'perhaps' }),
    ).toThrowError(/MILLWRIGHT_PORT.*MILLWRIGHT_THREADS.*MILLWRIGHT_EMBEDDER_INPUT_TYPE/s);
    expect(() => readConfig({ MILLWRIGHT_EMBEDDER_URL: 'http://127.0.0.1:1/v1' })).toThrowError(/MILLWRIGHT_EMBEDDER_MODEL/);
    const both = { MILLWRIGHT_EMBEDDER_URL: 'http://127.0.0.1:1/v1', MILLWRIGHT_EMBEDDER_DIRECTORY: '/models/bge' };
    expect(() => readConfig(both)).toThrowError(/MILLWRIGHT_EMBEDDER_DIRECTORY.*not both/);
    expect(() => readConfig({ MILLWRIGHT_MODEL_URL: 'http://127.0.0.1:1/v1' })).toThrowError(/MILLWRIGHT_MODEL: /);
  });
});
