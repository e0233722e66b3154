import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './fixtures/run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'millwright-assets-'));
  await writeFile(path.join(folder, 'kp-40.md'), '# KP-40 Pump Manual\n\nThe bearing of the KP-40 takes 0.45 L of oil.\n');
  expect((await cli('ingest', path.join(folder, 'kp-40.md'), '--quiet')).code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cli = (...args: string[]) => runCli(...args, '--data', path.join(folder, 'data'));
async function list(text: string): Promise<string> {
  const file = path.join(folder, 'plant.csv');
  await writeFile(file, text);
  return file;
}

describe('millwright assets', () => {
  it('imports a list, lists it with its documents, answers by its names, and removes machines', async () => {
    const file = await list('位号,名称,型号,地点,别名\nP-201,给水泵,KP-40,一车间,大泵\nM-1,,MX-7,,\n');
    const taken = await cli('assets', 'import', file, '--json');
    expect(JSON.parse(taken.stdout)).toMatchObject({ added: 2, warnings: ['No document is about the model "MX-7" (M-1).'] });
    expect((await cli('assets', 'list')).stdout).toMatch(/P-201 {2}给水泵 · KP-40 · 一车间\n {4}also: 大泵\n {4}kp-40\.md/);

    const asked = await cli('ask', 'How much oil for the bearing of the 大泵?', '--json');
    const answer = JSON.parse(asked.stdout);
    expect(answer.understood.machines).toMatchObject([{ said: '大泵', by: 'alias', asset: { tag: 'P-201' } }]);
    expect(answer.text).toContain('0.45 L');

    expect((await cli('assets', 'remove', 'm1')).code).toBe(0);
    expect(JSON.parse((await cli('assets', 'list', '--json')).stdout)).toHaveLength(1);
  });

  it('refuses a list with mistakes with one line that says where, and keeps the former one', async () => {
    await cli('assets', 'import', await list('tag\nP-201\n'));
    const refused = await cli('assets', 'import', await list('tag,aliases\nP-1,pump one\nP-2,Pump One\n'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^Error: "plant\.csv" .*line 3, column aliases: "Pump One" .* P-1 \(line 2\)[^\n]*\n$/);
    expect(JSON.parse((await cli('assets', 'list', '--json')).stdout)).toMatchObject([{ tag: 'P-201' }]);
    expect((await cli('assets', 'import', path.join(folder, 'nowhere.csv'))).code).toBe(1);
    expect((await cli('assets', 'remove', 'P-9')).stderr).toContain('holds no machine "P-9"');
  });
});
