import type { Command } from 'commander';
import type { AnswerReplay, DocumentChangeSince } from '../../answer/record/answer-record.ts';
import { MillwrightError } from '../../knowledge/errors.ts';
import { print, printJson, say } from '../output.ts';
import { readableAnswer } from '../readable-answer.ts';
import { revisionWords } from '../revision-words.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { positive } from './search.ts';

const LISTED = 20;

type ListOptions = CommonOptions & { limit?: number };
type RemoveOptions = CommonOptions & { all?: boolean };

export function addAnswers(program: Command): void {
  const answers = program
    .command('answers')
    .description('answers that were given, newest first')
    .option('--limit <n>', `how many (default ${LISTED})`, positive)
    .option('--json', 'as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  answers.action((options: ListOptions) =>
    withMillwright(options, async ({ millwright }) => {
      const list = await millwright.answers.list(options.limit ?? LISTED);
      if (options.json) await printJson(list);
      else if (list.length === 0) say('No answers are kept. "millwright ask" and the page keep theirs.');
      else for (const { id, askedAt, question } of list) await print(`${id}  ${askedAt.slice(0, 16)}  ${question.replaceAll(/\s+/g, ' ')}`);
      return undefined;
    }),
  );
  answers
    .command('show')
    .description('an answer as it was given, and whether its documents have changed since')
    .argument('<id>', 'its id')
    .action((id: string, _options, command: Command) =>
      withMillwright(command.optsWithGlobals(), async ({ millwright: { records } }) => {
        const replay = await records.replay(id);
        if (replay === null) throw noSuchAnswer(id);
        if (command.optsWithGlobals<CommonOptions>().json) await printJson(replay);
        else await print(readable(replay));
        return undefined;
      }),
    );
  answers
    .command('remove')
    .description('forget answers and their questions')
    .argument('[ids...]', 'their ids')
    .option('--all', 'all of them')
    .action((ids: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<RemoveOptions>();
      if (ids.length === 0 && !options.all) return command.error('error: name answers, or give --all');
      return withMillwright(options, async ({ millwright }) => {
        if (options.all) say(`removed ${await millwright.answers.clear()}`);
        else
          for (const id of ids) {
            if (!(await millwright.answers.remove(id))) throw noSuchAnswer(id);
            say(`removed ${id}`);
          }
        return undefined;
      });
    });
}

export function noSuchAnswer(id: string): MillwrightError {
  return new MillwrightError(
    `No answer "${id}" is kept: only the newest are, and removed ones are gone. "millwright answers" lists them.`,
    {
      code: 'not_found',
    },
  );
}

function readable(replay: AnswerReplay): string {
  const { question, scope } = replay.request;
  const within = Object.values(scope ?? {}).flat();
  const lines = [question, `asked ${replay.askedAt}${within.length > 0 ? `, within ${within.join(', ')}` : ''}`, ''];
  lines.push(readableAnswer(replay.answer), '', ...standing(replay));
  return lines.join('\n');
}

function standing({ changes, knowledge, settingsNow }: AnswerReplay): string[] {
  if (changes.length > 0) return ['Changed since:', ...changes.map((change) => `- ${changeWords(change)}`)];
  if (knowledge === 'changed') return ['The cited documents are as they were; others have come, gone or changed since.'];
  if (settingsNow === 'changed') return ['The documents are as they were; Millwright or its models are others.'];
  return ['Nothing has changed since: the same question gets the same answer.'];
}

const WHAT: Record<DocumentChangeSince['what'], string> = {
  removed: 'was removed',
  superseded: 'was superseded',
  replaced: 'has other contents',
  read_again: 'was read again',
};

function changeWords({ file, what, by, quotesStand }: DocumentChangeSince): string {
  const instead = by === null ? '' : ` by ${[by.file, revisionWords({ ...by, superseded: false })].filter((part) => part).join(', ')}`;
  const words =
    what === 'removed' ? '' : quotesStand ? '; the quoted words still stand in it' : '; not all quoted words stand in it any more';
  return `${file} ${WHAT[what]}${instead}${words}`;
}
