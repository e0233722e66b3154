import type { Command } from 'commander';
import { readBatch, runBatch } from '../batch.ts';
import { print, printJson } from '../output.ts';
import { readableAnswer } from '../readable-answer.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { type ScopeOptions, scopeOf, scopeOptions } from '../scope-options.ts';

type Options = CommonOptions & ScopeOptions & { batch?: string; trace?: boolean };

export function addAsk(program: Command): void {
  const command = program
    .command('ask')
    .description('answer a question from the documents')
    .argument('[question]', 'the question, in English or Chinese')
    .option('--batch <file>', 'questions as JSON lines; a line with the answer for each')
    .option('--trace', 'with --json: what each stage saw')
    .option('--json', 'the whole answer as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  scopeOptions(command).action((question: string | undefined, options: Options) =>
    withMillwright(options, async ({ millwright: { answerer }, signal }) => {
      const trace = options.trace ? { trace: true } : {};
      if (options.batch !== undefined) {
        const questions = await readBatch(options.batch);
        return runBatch(
          questions,
          async ({ question: asked, scope = scopeOf(options) }) => ({
            answer: await answerer.ask({ question: asked, ...(scope ? { scope } : {}), ...trace }, { signal }),
          }),
          signal,
        );
      }
      if (!question?.trim()) return command.error('error: write a question, or give --batch');
      const scope = scopeOf(options);
      const answer = await answerer.ask({ question, ...(scope ? { scope } : {}), ...trace }, { signal, keep: true });
      if (options.json) await printJson(answer);
      else await print(readableAnswer(answer));
      return undefined;
    }),
  );
}
