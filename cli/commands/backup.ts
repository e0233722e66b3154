import path from 'node:path';
import type { Command } from 'commander';
import { backUp } from '../../knowledge/store/backup/back-up.ts';
import { restoreBackup } from '../../knowledge/store/backup/restore-store.ts';
import { printJson, say } from '../output.ts';
import { type CommonOptions, configured, runGuarded, withMillwright } from '../run-command.ts';
import { version } from '../version.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('write everything into one file, while others go on working')
    .argument('<file>', 'a new file, such as plant.millwright.tar.gz')
    .option('--json', 'what it holds, as JSON')
    .option('--data <folder>', 'where the knowledge lives')
    .action((file: string, options: CommonOptions) =>
      withMillwright(options, async ({ millwright: { store, dataFolder } }) => {
        const manifest = await backUp({ store, dataFolder, file, version });
        if (options.json) await printJson(manifest);
        else say(`Wrote ${manifest.documents} documents with ${manifest.files.length - 1} other files to ${file}.`);
        return undefined;
      }),
    );
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('put a backup into an empty data folder, or with --force in the place of what is there')
    .argument('<file>', 'what "backup" wrote')
    .option('--force', 'in the place of what is there; stop servers of this folder first')
    .option('--json', 'what was restored, as JSON')
    .option('--data <folder>', 'where the knowledge lives')
    .action((file: string, options: CommonOptions & { force?: boolean }) =>
      runGuarded(async () => {
        const { store: choice, dataFolder } = configured(options);
        const folder = path.resolve(dataFolder);
        const manifest = await restoreBackup({ file, dataFolder: folder, choice, force: options.force === true });
        if (options.json) await printJson(manifest);
        else say(`Restored ${manifest.documents} documents of ${manifest.madeAt} into ${folder}.`);
        return undefined;
      }),
    );
}
