import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { millwrightProgram } from '../cli/program.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...globSync('docs/**/*.md', { cwd: ROOT })];
const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Relative targets of Markdown links and pictures, without their anchors. */
function linksOf(file: string): string[] {
  return [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!.split('#')[0]!)
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Every command by its whole name ("keys create"), with the long options that it understands itself. */
function commandsOf(program: Command): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (command: Command, name: string) => {
    if (name !== '')
      found.set(
        name,
        command.options.flatMap(({ long }) => long ?? []),
      );
    for (const child of command.commands) visit(child, `${name} ${child.name()}`.trim());
  };
  visit(program, '');
  return found;
}

const COMMANDS = commandsOf(millwrightProgram());
const CLI_PAGE = textOf('docs/cli.md');

describe('documents', () => {
  it.each(PAGES)('%s links to files that are there', (file) => {
    const missing = linksOf(file).filter((target) => !existsSync(path.resolve(ROOT, path.dirname(file), target)));
    expect(missing).toEqual([]);
  });

  it('name decision files that are there, in code too', () => {
    const sources = globSync('{answer,cli,evaluate,ingest,knowledge,server,web/src}/**/*.{ts,tsx}', { cwd: ROOT });
    const named = sources.flatMap((file) => textOf(file).match(/(?:bench|docs)\/[\w./-]+\.md/g) ?? []);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  it('names no command that is not there', () => {
    const named = [...CLI_PAGE.matchAll(/millwright ([a-z]+)(?: ([a-z]+))?/g)].map(([, first, second]) =>
      COMMANDS.has(`${first} ${second}`) ? `${first} ${second}` : first!,
    );
    expect(named.filter((name) => !COMMANDS.has(name))).toEqual([]);
  });

  it.each([...COMMANDS.keys()])('describes the command %s', (name) => {
    expect(CLI_PAGE).toContain(name.includes(' ') ? `\`${name}\`` : name);
    expect(new RegExp(`^(?:## .*\\b|.*millwright )${name}\\b`, 'm').test(CLI_PAGE)).toBe(true);
  });

  it('names the options that there are, and no others', () => {
    const named = new Set(CLI_PAGE.match(/(?<![\w-])--[a-z][a-z-]*/g));
    const known = new Set([...[...COMMANDS.values()].flat(), '--help', '--version']);
    expect([...named].sort()).toEqual([...known].sort());
  });

  it('describes each option in the section of its command', () => {
    const sections = new Map(CLI_PAGE.split(/^## /m).map((section) => [section.split('\n')[0]!, section]));
    for (const [name, options] of COMMANDS) {
      const title = [...sections.keys()].find((heading) => heading.split(', ').includes(name.split(' ')[0]!));
      const text = sections.get(title ?? '') ?? '';
      for (const option of options.filter((each) => !['--data', '--json'].includes(each)))
        expect(text, `${name} ${option}`).toContain(option);
    }
  });
});
