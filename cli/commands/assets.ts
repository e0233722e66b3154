import path from 'node:path';
import type { Command } from 'commander';
import { listedAssets, removeAssets, replaceAssets } from '../../ingest/assets/keep-assets.ts';
import { readAssetList } from '../../ingest/assets/read-asset-list.ts';
import type { ListedAsset } from '../../knowledge/document/asset.ts';
import { print, printJson, say } from '../output.ts';
import { readGivenFile } from '../read-given-file.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

export function addAssets(program: Command): void {
  const assets = program
    .command('assets')
    .description('the asset list: what your people call the machines, and which model each is')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  const settingsOf = (command: Command) => command.optsWithGlobals<CommonOptions>();
  assets
    .command('import')
    .description('take a CSV file (tag, name, model, site, aliases) as the whole list')
    .argument('<file>', 'the CSV file')
    .action((file: string, _options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        const list = readAssetList(await readGivenFile(file), path.basename(file));
        const report = await replaceAssets(store.catalogue, list);
        if (settingsOf(command).json) await printJson(report);
        else {
          for (const warning of report.warnings) say(`Note: ${warning}`);
          const { added, changed, removed, unchanged } = report;
          say(`${list.length} machines: ${added} new, ${changed} changed, ${unchanged} as before; ${removed} no longer in the list.`);
        }
        return undefined;
      }),
    );
  assets
    .command('list')
    .description('the machines, and the documents that answer for each')
    .action((_options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        const list = await listedAssets(store.catalogue);
        if (settingsOf(command).json) await printJson(list);
        else if (list.length === 0) say('The asset list is empty. "millwright assets import FILE" loads one.');
        else for (const asset of list) await print(described(asset));
        return undefined;
      }),
    );
  assets
    .command('remove')
    .description('take machines out of the list')
    .argument('<tags...>', 'their tags')
    .action((tags: string[], _options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        await removeAssets(store.catalogue, tags);
        say(`removed ${tags.join(', ')}`);
        return undefined;
      }),
    );
}

function described({ tag, name, model, site, aliases, documents }: ListedAsset): string {
  const facts = [name, model, site].filter((fact) => fact !== null).join(' · ');
  const called = aliases.length > 0 ? `\n    also: ${aliases.join(', ')}` : '';
  const files = documents.length > 0 ? documents.map(({ file }) => file).join(', ') : 'no document';
  return `${tag}  ${facts}${called}\n    ${files}`;
}
