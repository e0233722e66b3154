import type { Command } from 'commander';
import { Correction, IDENTITY_FIELDS, type IdentityFact, type IdentityField } from '../../knowledge/document/identity.ts';
import type { Verdict } from '../../knowledge/document/revisions/standing.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { PassageStore } from '../../knowledge/store/passage-store.ts';
import { print, printJson, say } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { findDocument, listed } from './describe-document.ts';

type Values = Partial<Record<IdentityField, string | string[]>>;
type Options = CommonOptions & Values & { clear?: string[]; supersedes?: string; bothCurrent?: string; undecided?: string };

/** `documents show`: every fact with its evidence. */
export function addShow(documents: Command): void {
  documents
    .command('show')
    .description('everything known of one document: each fact, where it was read, what a person corrected')
    .argument('<document>', 'its file name or id')
    .action((name: string, _options, command: Command) =>
      withMillwright(command.optsWithGlobals(), async ({ millwright: { store } }) => {
        const document = await findDocument(store.catalogue, name);
        const facts = (await store.stewardship.facts(document.id))!;
        const verdicts = await store.stewardship.verdicts(document.id);
        if (command.optsWithGlobals<CommonOptions>().json) await printJson({ ...document, facts, verdicts });
        else await print([listed(document), ...facts.flatMap(described)].join('\n'));
        return undefined;
      }),
    );
}

/** `documents correct`: a person's word in place of a guess, or of the rule of revisions. */
export function addCorrect(documents: Command): void {
  documents
    .command('correct')
    .description('say what a document really is; kept when it is ingested again. An empty value says that it has none')
    .argument('<document>', 'its file name or id')
    .option('--title <words>', 'title')
    .option('--document-number <number>', 'document number')
    .option('--revision <label>', 'revision ("C", "2.1")')
    .option('--revision-date <date>', '2024, 2024-03 or 2024-03-15')
    .option('--type <type>', 'manual, specification, work_instruction, fault_list, maintenance_plan, parts_list, datasheet, other')
    .option('--language <language>', 'zh, en or other')
    .option('--maker <name>', 'who made the equipment')
    .option('--equipment <names...>', 'models that it is about')
    .option('--aliases <names...>', 'other names of the equipment, a tag of your plant ("P-101")')
    .option('--serial-numbers <ranges...>', 'serial numbers that it holds for')
    .option('--clear <fields...>', `forget the corrections of these, so that the guesses count again: ${IDENTITY_FIELDS.join(', ')}`)
    .option('--supersedes <document>', 'it takes the place of this document')
    .option('--both-current <document>', 'it and this document both count')
    .option('--undecided <document>', 'forget what was said of it and this document')
    .action((name: string, _options, command: Command) =>
      withMillwright(command.optsWithGlobals(), async ({ millwright: { store } }) => {
        const options = command.optsWithGlobals<Options>();
        const { id } = await findDocument(store.catalogue, name);
        const change = changeOf(options);
        if (change !== null) await store.stewardship.correct(id, change);
        const judged = await judge(store, id, options);
        if (change === null && !judged)
          throw new MillwrightError('Nothing to correct: name a field, --clear one, or say how it stands to another document (--help).', {
            code: 'bad_request',
          });
        const document = (await store.catalogue.get(id))!;
        if (options.json)
          await printJson({ ...document, facts: await store.stewardship.facts(id), verdicts: await store.stewardship.verdicts(id) });
        else say(listed(document));
        return undefined;
      }),
    );
}

function changeOf(options: Options): { set: Correction; clear: IdentityField[] } | null {
  const given = IDENTITY_FIELDS.flatMap((field) => (options[field] === undefined ? [] : [[field, givenValue(options[field])] as const]));
  const clear = (options.clear ?? []).map(fieldNamed);
  if (given.length === 0 && clear.length === 0) return null;
  const set = Correction.safeParse(Object.fromEntries(given));
  if (set.success) return { set: set.data, clear };
  throw new MillwrightError(set.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '), {
    code: 'bad_request',
  });
}

function givenValue(value: string | string[]): string | string[] | null {
  if (Array.isArray(value)) return value.filter((name) => name.trim() !== '');
  return value.trim() === '' ? null : value;
}

function fieldNamed(name: string): IdentityField {
  const field = IDENTITY_FIELDS.find((each) => each === name);
  if (field) return field;
  throw new MillwrightError(`There is no field "${name}": ${IDENTITY_FIELDS.join(', ')}.`, { code: 'bad_request' });
}

async function judge(store: PassageStore, id: string, { supersedes, bothCurrent, undecided }: Options): Promise<boolean> {
  const said: [string | undefined, Verdict['verdict'] | null][] = [
    [supersedes, 'supersedes'],
    [bothCurrent, 'both_current'],
    [undecided, null],
  ];
  for (const [other, verdict] of said)
    if (other !== undefined) await store.stewardship.judge({ newer: id, older: (await findDocument(store.catalogue, other)).id, verdict });
  return said.some(([other]) => other !== undefined);
}

function described({ field, value, guess, evidence, corrected }: IdentityFact): string[] {
  const shown = (each: IdentityFact['value']) => (Array.isArray(each) ? each.join(', ') : (each ?? '')) || '–';
  const lines = [`    ${field}: ${shown(value)}${corrected ? `   (corrected; read: ${shown(guess)})` : ''}`];
  for (const { source, words, page, property } of evidence) {
    const place = page !== null ? `page ${page}` : property !== null ? `property ${property}` : source.replace('_', ' ');
    lines.push(`        ${place}: "${words.replaceAll(/\s+/g, ' ')}"`);
  }
  return lines;
}
