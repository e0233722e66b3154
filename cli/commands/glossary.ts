import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { decodeText } from '../../ingest/read/text/decode-text.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { ListedTerm } from '../../knowledge/terms/listed-term.ts';
import { PlantTerms } from '../../knowledge/terms/plant-terms.ts';
import { TermWords } from '../../knowledge/terms/term-edit.ts';
import { loadBaseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { TERM_SOURCES, type TermSource } from '../../knowledge/text/glossary/glossary.ts';
import { print, printJson, say } from '../output.ts';
import { readGivenFile } from '../read-given-file.ts';
import { type CommandContext, type CommonOptions, withMillwright } from '../run-command.ts';

type Options = CommonOptions & { source?: TermSource; find?: string; limit?: number };
const HAN = /\p{Script=Han}/u;

/** `glossary`: what the plant calls things. */
export function addGlossary(program: Command): void {
  const glossary = program
    .command('glossary')
    .description('names that mean the same: mined from the documents, brought along, edited by people')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  const source = () => new Option('--source <source>', 'only terms of this source').choices(TERM_SOURCES);
  glossary
    .command('list')
    .description('terms with their ids: edited ones, then mined ones, then those that Millwright brings')
    .addOption(source())
    .option('--find <part>', 'only terms with this in a name')
    .option('--limit <n>', 'so many at most', positive)
    .action((_options, command: Command) => withTerms(command, listTerms));
  glossary
    .command('add')
    .description('say that names mean the same, in one language or both')
    .argument('<names...>', 'two or more')
    .action((names: string[], _options, command: Command) => withTerms(command, (terms, options) => addTerm(terms, names, false, options)));
  glossary
    .command('block')
    .description('say that two names do not mean the same, whatever the documents say')
    .argument('<name>', 'one')
    .argument('<other>', 'the other')
    .action((name: string, other: string, _options, command: Command) =>
      withTerms(command, (terms, options) => addTerm(terms, [name, other], true, options)),
    );
  glossary
    .command('remove')
    .description('take back what was added or blocked; a mined or base term is blocked')
    .argument('<id>', 'as "glossary list" shows it')
    .action((id: string, _options, command: Command) =>
      withTerms(command, async (terms) => {
        await terms.remove(id);
        say(`removed ${id}`);
      }),
    );
  addFiles(glossary, source);
}

function addFiles(glossary: Command, source: () => Option): void {
  glossary
    .command('import')
    .description('add the terms of a CSV file (columns english, chinese, blocked; names parted by semicolons): all or none')
    .argument('<file>', 'CSV')
    .action((file: string, _options, command: Command) =>
      withTerms(command, async (terms, { json }) => {
        const name = path.basename(file);
        const { text } = decodeText(await readGivenFile(file), name);
        const report = await terms.importCsv(text, name);
        if (json) await printJson(report);
        else say(`${report.terms} terms read, ${report.added} new`);
      }),
    );
  glossary
    .command('export')
    .description('terms as CSV, edited ones alone unless --source says otherwise')
    .addOption(source())
    .action((_options, command: Command) =>
      withTerms(command, async (terms, options) => {
        await print((await terms.exportCsv(options.source ?? 'edited')).trimEnd());
      }),
    );
}

function withTerms(command: Command, work: (terms: PlantTerms, options: Options) => Promise<void>): Promise<void> {
  const options = command.optsWithGlobals<Options>();
  return withMillwright(options, async ({ millwright }: CommandContext) => {
    await work(new PlantTerms(millwright.store.terms, loadBaseGlossary()), options);
    return undefined;
  });
}

async function listTerms(terms: PlantTerms, { source, find, limit, json }: Options): Promise<void> {
  const list = await terms.list({ ...(source && { source }), ...(find && { find }), ...(limit && { limit }) });
  if (json) await printJson(list);
  else if (list.total === 0) say('There are no such terms.');
  else {
    for (const term of list.terms) await print(described(term));
    if (list.terms.length < list.total) say(`${list.terms.length} of ${list.total} terms`);
  }
}

async function addTerm(terms: PlantTerms, names: readonly string[], blocked: boolean, { json }: Options): Promise<void> {
  const [chinese, english] = [names.filter((name) => HAN.test(name)), names.filter((name) => !HAN.test(name))];
  const words = TermWords.safeParse({ english, chinese, blocked });
  if (!words.success) throw new MillwrightError(words.error.issues.map(({ message }) => message).join('; '), { code: 'bad_request' });
  const term = await terms.add(words.data);
  if (json) await printJson(term);
  else say(described(term));
}

function described({ id, source, english, chinese, blocked, evidence }: ListedTerm): string {
  const said = evidence === null ? '' : `   (${evidence.rule}, ${evidence.count}x)`;
  return `${id}  ${source}  ${[...english, ...chinese].join(blocked ? ' ≠ ' : ' = ')}${blocked ? '   blocked' : ''}${said}`;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('give a whole number from 1');
  return value;
}
