import type { Command } from 'commander';
import { print, printJson, say } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { addCorrect, addShow } from './correct-document.ts';
import { findDocument, listed } from './describe-document.ts';

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
  addShow(documents);
  addCorrect(documents);
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
