import type { Command } from 'commander';
import type { DocumentSummary } from '../../knowledge/document/document.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import type { Catalogue } from '../../knowledge/store/passage-store.ts';
import { print, printJson, say } from '../output.ts';
import { revisionWords } from '../revision-words.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

export function addDocuments(program: Command): void {
  const documents = program
    .command('documents')
    .description('what is known')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  documents.action((options: CommonOptions) =>
    withMillwright(options, async ({ millwright: { store } }) => {
      const list = await store.catalogue.list();
      if (options.json) await printJson(list);
      else if (list.length === 0) say('There are no documents yet. "millwright ingest PATH" reads some.');
      else for (const document of list) await print(listed(document));
      return undefined;
    }),
  );
  documents
    .command('show')
    .description('everything known of one document')
    .argument('<document>', 'its file name or id')
    .action((name: string, _options, command: Command) =>
      withMillwright(command.optsWithGlobals(), async ({ millwright: { store } }) => {
        await print(JSON.stringify(await findDocument(store.catalogue, name), null, 2));
        return undefined;
      }),
    );
  documents
    .command('remove')
    .description('forget documents: they are no longer searched or cited, and their originals are deleted')
    .argument('<documents...>', 'file names or ids')
    .action((names: string[], _options, command: Command) =>
      withMillwright(command.optsWithGlobals(), async ({ millwright: { store, ingestor } }) => {
        const found = [];
        for (const name of names) found.push(await findDocument(store.catalogue, name));
        for (const { id, file } of found) {
          await ingestor.removeDocument(id);
          say(`removed ${file}`);
        }
        return undefined;
      }),
    );
}

async function findDocument(catalogue: Catalogue, name: string): Promise<DocumentSummary> {
  const byId = await catalogue.get(name);
  const found = byId ?? (await catalogue.list()).find(({ file }) => file === name.normalize('NFC'));
  if (found) return found;
  throw new MillwrightError(`There is no document "${name}". "millwright documents" lists them.`, { code: 'not_found' });
}

function listed({ id, file, title, pageCount, passages, records, vectors, equipment, warnings, ...revised }: DocumentSummary): string {
  const by = revised.supersededBy;
  const facts = [
    revisionWords({ ...revised, superseded: false }),
    pageCount === null ? null : `${pageCount} ${pageCount === 1 ? 'page' : 'pages'}`,
    `${passages} passages`,
    `${records} rows`,
    vectors < passages ? `vectors ${vectors} of ${passages}` : 'vectors complete',
    equipment.length > 0 ? equipment.join(', ') : null,
  ].filter((fact) => fact !== null);
  return [
    `${file}  [${id}]`,
    `    ${title}`,
    `    ${facts.join(' · ')}`,
    ...(by === null ? [] : [`    superseded by ${[by.file, revisionWords({ ...by, superseded: false })].filter(Boolean).join(', ')}`]),
    ...warnings.map(({ message }) => `    ! ${message}`),
  ].join('\n');
}
