import type { Command } from 'commander';
import type { AnswerEvent, AskRequest } from '../../answer/ask.ts';
import type { Millwright } from '../../assembly.ts';
import { readBatch, runBatch } from '../batch.ts';
import { print, printJson, say } from '../output.ts';
import { readableAnswer, stepWords } from '../readable-answer.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { type ScopeOptions, scopeOf, scopeOptions } from '../scope-options.ts';
import { noSuchAnswer } from './answers.ts';

type Options = CommonOptions & ScopeOptions & { batch?: string; trace?: boolean; deep?: boolean; after?: string; forget?: string[] };

/** Instead of an id: the newest kept answer. */
const LAST = 'last';

export function addAsk(program: Command): void {
  const command = program
    .command('ask')
    .description('answer a question from the documents')
    .argument('[question]', 'the question, in English or Chinese')
    .option('--batch <file>', 'questions as JSON lines; a line with the answer for each')
    .option('--after <id>', `a follow-up: the kept answer that it goes on from ("${LAST}": the newest)`)
    .option('--forget <names...>', 'with --after: names that the question must not take over from there')
    .option('--deep', 'let the language model look into the question with tools, step by step')
    .option('--trace', 'with --json: what each stage saw')
    .option('--json', 'the whole answer as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  scopeOptions(command).action((question: string | undefined, options: Options) =>
    withMillwright(options, async ({ millwright, signal }) => {
      const { answerer } = millwright;
      const mode = options.deep ? { mode: 'deep' as const } : {};
      const how = { ...(options.trace ? { trace: true } : {}), ...mode };
      if (options.batch !== undefined) {
        if (options.after !== undefined) return command.error('error: --after goes with one question, not with --batch');
        const questions = await readBatch(options.batch);
        return runBatch(
          questions,
          async ({ question: asked, scope = scopeOf(options) }) => ({
            answer: await answerer.ask({ question: asked, ...(scope ? { scope } : {}), ...how }, { signal }),
          }),
          signal,
        );
      }
      if (!question?.trim()) return command.error('error: write a question, or give --batch');
      const scope = scopeOf(options);
      const before = options.after === undefined ? {} : await contextOf(millwright, options.after, options.forget);
      const answer = await answerer.ask(
        { question, ...(scope ? { scope } : {}), ...before, ...how },
        { signal, keep: true, onEvent: tellSteps },
      );
      if (options.json) await printJson(answer);
      else await print(readableAnswer(answer));
      return undefined;
    }),
  );
}

/** The steps of an investigation, as they are done. */
function tellSteps(event: AnswerEvent): void {
  if (event.type === 'step') say(stepWords(event.step));
}

/** What a follow-up follows. Errors: not_found. */
async function contextOf({ answers, records }: Millwright, after: string, forget: string[] = []): Promise<Partial<AskRequest>> {
  const id = after === LAST ? (await answers.list(1))[0]?.id : after;
  const asked = id === undefined ? null : await records.asked(id);
  if (asked === null) throw noSuchAnswer(after);
  return { conversation: [asked], forget };
}
