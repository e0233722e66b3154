import type { Command } from 'commander';
import { createKey, listKeys, revokeKey } from '../../server/keys.ts';
import { print, printJson, say } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

export function addKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('API keys: needed where the server listens on more than this machine')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  const settingsOf = (command: Command) => command.optsWithGlobals<CommonOptions>();
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .argument('<name>', 'who uses it, such as "tablet-hall-2"')
    .action((name: string, _options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        const { id, token } = await createKey(store.catalogue.settings, name);
        if (settingsOf(command).json) await printJson({ id, name, token });
        else {
          say(`Key "${name}" (id ${id}). Keep it now: it is not shown again.`);
          await print(token);
        }
        return undefined;
      }),
    );
  keys
    .command('list')
    .description('names and ids of the keys')
    .action((_options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        const list = await listKeys(store.catalogue.settings);
        if (settingsOf(command).json) await printJson(list);
        else if (list.length === 0) say('There are no keys.');
        else for (const { id, name, createdAt } of list) await print(`${id}  ${name}  ${createdAt}`);
        return undefined;
      }),
    );
  keys
    .command('revoke')
    .description('make a key worthless at once')
    .argument('<key>', 'its name or id')
    .action((key: string, _options, command: Command) =>
      withMillwright(settingsOf(command), async ({ millwright: { store } }) => {
        await revokeKey(store.catalogue.settings, key);
        say(`revoked ${key}`);
        return undefined;
      }),
    );
}
