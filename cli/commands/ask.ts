import type { Command } from 'commander';
import type { Answer, ModelPart, Recognized } from '../../knowledge/document/answer.ts';
import { readBatch, runBatch } from '../batch.ts';
import { print, printJson } from '../output.ts';
import { revisionWords } from '../revision-words.ts';
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
      const answer = await answerer.ask({ question, ...(scope ? { scope } : {}), ...trace }, { signal });
      if (options.json) await printJson(answer);
      else await print(readable(answer));
      return undefined;
    }),
  );
}

function readable(answer: Answer): string {
  const lines = [answer.text];
  if (answer.model) lines.push('', modelWords(answer.model, answer.language));
  if (answer.citations.length > 0) lines.push('');
  for (const { n, file, page, sectionPath, recognized, ...cited } of answer.citations) {
    const place = [file, revisionWords(cited), page === null ? null : `p. ${page}`, sectionPath.at(-1) ?? null].filter(
      (part) => part !== null,
    );
    lines.push(`[${n}] ${place.join(', ')}`);
    if (recognized !== null) lines.push(`    ${scanWords(recognized, answer.language)}`);
  }
  return lines.join('\n');
}

/** What is quoted from a scan may be misread: its reader has to know. */
function scanWords({ confidence, hardToRead }: Recognized, language: Answer['language']): string {
  const sure = Math.round(confidence * 100);
  if (language === 'zh') return hardToRead ? `由扫描件识别，字迹不清（把握 ${sure}%），请务必与原页核对` : '由扫描件识别，请与原页核对';
  return hardToRead
    ? `recognised from a scan that is hard to read (${sure} % sure): compare with the page before you act on it`
    : 'recognised from a scan, please compare with the page';
}

/** Whose words the answer is in. */
function modelWords({ name, outcome, reason }: ModelPart, language: Answer['language']): string {
  if (language === 'zh')
    return outcome === 'worded'
      ? `（由语言模型 ${name} 组织语言，每句均已与出处核对）`
      : `（文件原文；语言模型 ${name} 未能作答：${reason}）`;
  return outcome === 'worded'
    ? `(worded by the language model ${name}, each statement checked against its source)`
    : `(quoted from the documents; the language model ${name} gave no usable answer: ${reason})`;
}
