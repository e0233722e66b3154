import type { Command } from 'commander';
import type { ListedConflict } from '../../answer/conflicts/listed-conflict.ts';
import { PlantConflicts } from '../../answer/conflicts/plant-conflicts.ts';
import { Dismissal } from '../../knowledge/document/conflict.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { print, printJson, say } from '../output.ts';
import { revisionWords } from '../revision-words.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

type ListOptions = CommonOptions & { search?: boolean; all?: boolean };

/** `conflicts`: where current documents disagree. */
export function addConflicts(program: Command): void {
  const conflicts = program
    .command('conflicts')
    .description('where current documents give one thing of one machine different values')
    .option('--search', 'look through all documents first; otherwise those that questions or an earlier search came upon')
    .option('--all', 'dismissed ones too')
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  conflicts.action((options: ListOptions) =>
    withMillwright(options, async ({ millwright: { store }, signal }) => {
      const plant = new PlantConflicts(store);
      const list = (await (options.search ? plant.search(signal) : plant.list())).filter(
        ({ dismissed }) => options.all || dismissed === null,
      );
      if (options.json) await printJson({ conflicts: list });
      else if (list.length === 0)
        say(options.search ? 'No conflicts.' : 'No conflicts are known. With --search, all documents are looked through.');
      else await print(list.map(described).join('\n\n'));
      return undefined;
    }),
  );
  conflicts
    .command('dismiss')
    .description('say that a conflict is none: answers still show it, with the reason')
    .argument('<id>', 'as "conflicts" shows it')
    .argument('<reason>', 'why')
    .action((id: string, reason: string, _options, command: Command) => change(command, id, reason, `dismissed ${id}`));
  conflicts
    .command('reopen')
    .description('flag a dismissed conflict again')
    .argument('<id>', 'as "conflicts --all" shows it')
    .action((id: string, _options, command: Command) => change(command, id, null, `${id} is flagged again`));
}

function change(command: Command, id: string, reason: string | null, done: string): Promise<void> {
  return withMillwright(command.optsWithGlobals<CommonOptions>(), async ({ millwright: { store } }) => {
    const checked = reason === null ? null : Dismissal.shape.reason.safeParse(reason);
    if (checked?.success === false) throw new MillwrightError(`The reason ${checked.error.issues[0]!.message}.`, { code: 'bad_request' });
    await new PlantConflicts(store).dismiss(id, checked === null ? null : checked.data);
    say(done);
    return undefined;
  });
}

function described({ id, sides, dismissed }: ListedConflict): string {
  const places = sides.map((side) => {
    const where = [side.file, revisionWords(side), side.page === null ? '' : `page ${side.page}`].filter((part) => part).join(', ');
    return `  ${side.quote.replaceAll(/\s+/g, ' ')}\n    ${where}`;
  });
  return [id, ...places, ...(dismissed === null ? [] : [`  dismissed: ${dismissed.reason}`])].join('\n');
}
