import type { Command } from 'commander';
import { parseReport } from '../../evaluate/compare-reports.ts';
import { evaluateQuestions } from '../../evaluate/evaluate-questions.ts';
import { parseGoldQuestions } from '../../evaluate/gold-question.ts';
import { reportTable } from '../../evaluate/report-table.ts';
import { readText } from '../batch.ts';
import { print, printJson } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';

type Options = CommonOptions & { compare?: string };

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('ask gold questions and measure the answers')
    .argument('<questions>', 'JSON lines: { id, question, lang, answerable, gold, expected_contains?, ... }')
    .option('--compare <report>', 'an earlier report (--json) to compare with')
    .option('--json', 'one line of numbers')
    .option('--data <folder>', 'where the knowledge lives')
    .action((file: string, options: Options) =>
      withMillwright(options, async ({ millwright: { answerer, retriever }, signal }) => {
        const questions = parseGoldQuestions(await readText(file), file);
        const before = options.compare === undefined ? undefined : parseReport(await readText(options.compare), options.compare);
        const report = await evaluateQuestions({
          questions,
          answerer,
          retriever,
          signal,
          onQuestion: (_measured, done, total) => {
            if (process.stderr.isTTY) process.stderr.write(`\r${done}/${total}${done === total ? '\n' : ''}`);
          },
        });
        if (options.json) await printJson(report);
        else await print(reportTable(report, before));
        return undefined;
      }),
    );
}
