import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { SECRETS, SETTING_GROUPS, Settings } from './settings.ts';
import { settingsPage } from './settings-page.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a file of settings', () => {
  it('is read with comments and quotes; the environment goes before it, and what a command says before both', () => {
    const text =
      '# ours\n\nMILLWRIGHT_PORT=7001 # the old one\nMILLWRIGHT_THREADS=4\r\nMILLWRIGHT_EMBEDDER_QUERY_PREFIX="query: "\nMILLWRIGHT_DATA=/a\n';
    const environment = {
      MILLWRIGHT_CONFIG: fileOf('good.env', text),
      MILLWRIGHT_THREADS: '3',
      MILLWRIGHT_DATA: '',
      MILLWRIGHT_EMBEDDER_DIRECTORY: '/m',
    };
    const config = readConfig(environment, { MILLWRIGHT_PORT: '7002' });
    expect(config).toMatchObject({ port: 7002, threads: 3, dataFolder: '/a', embedder: { prefixes: { query: 'query: ' } } });
  });

  it('names everything that is wrong at once, each with its place', () => {
    const file = fileOf('bad.env', 'MILLWRIGHT_PORT=70000\nMILLWRIGHT_PROT=1\nthreads 4\nMILLWRIGHT_QDRANT_SHARDS=none\n');
    const read = () => readConfig({ MILLWRIGHT_CONFIG: file, MILLWRIGHT_MODEL_URL: 'here', MILLWRIGHT_KEY: 'x' });
    expect(read).toThrowError(expect.objectContaining({ code: 'config_invalid' }));
    for (const said of [
      `MILLWRIGHT_PORT (${file}, line 1): Too big`,
      `MILLWRIGHT_PROT (${file}, line 2): there is no such setting`,
      `threads (${file}, line 3): write NAME=value`,
      `MILLWRIGHT_QDRANT_SHARDS (${file}, line 4)`,
      'MILLWRIGHT_MODEL_URL: ',
      'MILLWRIGHT_KEY: there is no such setting',
    ])
      expect(read).toThrowError(said);
  });

  it('that is not there is an error', () => {
    expect(() => readConfig({ MILLWRIGHT_CONFIG: path.join(folder, 'none.env') })).toThrowError(/MILLWRIGHT_CONFIG: the file .*ENOENT/);
  });
});

describe('a secret in a file of its own', () => {
  const key = 'k'.repeat(40);

  it.each(SECRETS)('%s', (name) => {
    const config = readConfig({
      [`${name}_FILE`]: fileOf('key', `${key}\n`),
      MILLWRIGHT_QDRANT_URL: 'http://q:6333',
      MILLWRIGHT_EMBEDDER_URL: 'http://e/v1',
      MILLWRIGHT_EMBEDDER_MODEL: 'e',
      MILLWRIGHT_RERANKER_URL: 'http://r',
      MILLWRIGHT_MODEL_URL: 'http://m/v1',
      MILLWRIGHT_MODEL: 'm',
    });
    expect(JSON.stringify(config)).toContain(key);
  });

  it('must be there, hold something, and be the only one', () => {
    const read = (environment: Record<string, string>) => () => readConfig(environment);
    expect(read({ MILLWRIGHT_API_KEY_FILE: path.join(folder, 'none') })).toThrowError(/MILLWRIGHT_API_KEY_FILE: the file .*ENOENT/);
    expect(read({ MILLWRIGHT_MODEL_KEY_FILE: fileOf('blank', ' \n') })).toThrowError(/MILLWRIGHT_MODEL_KEY_FILE: the file .* is empty/);
    expect(read({ MILLWRIGHT_API_KEY: key, MILLWRIGHT_API_KEY_FILE: fileOf('key', key) })).toThrowError(/not both/);
    expect(read({ MILLWRIGHT_PORT_FILE: fileOf('port', '1') })).toThrowError(/MILLWRIGHT_PORT_FILE: there is no such setting/);
  });

  it('is never repeated in an error', () => {
    const read = () => readConfig({ MILLWRIGHT_API_KEY_FILE: fileOf('short', 'hunter2') });
    expect(read).toThrowError(/MILLWRIGHT_API_KEY .*32 characters/s);
    expect(read).not.toThrowError(/hunter2/);
  });
});

describe('docs/configuration.md', () => {
  it('is what "npm run docs" writes', () => {
    expect(readFileSync(path.resolve(import.meta.dirname, '..', 'docs', 'configuration.md'), 'utf8')).toBe(settingsPage());
  });

  it('describes every setting once', () => {
    expect(SETTING_GROUPS.flatMap(({ names }) => names).toSorted()).toEqual(Object.keys(Settings.shape).toSorted());
    for (const [name, { description }] of Object.entries(Settings.shape)) expect(description, name).toMatch(/\.$/);
  });
});
