import type { Command } from 'commander';
import { z } from 'zod';
import { type Verification, VerifyRequest } from '../../answer/verify/statement/verification.ts';
import { readLines, readText, runBatch } from '../batch.ts';
import { print, printJson } from '../output.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { type ScopeOptions, scopeOf, scopeOptions } from '../scope-options.ts';

type Options = CommonOptions & ScopeOptions & { batch?: string; evidence?: string[] };

const BatchLine = VerifyRequest.extend({
  id: z.union([z.string(), z.number()]).transform(String),
  scope: VerifyRequest.shape.scope.nullish(),
});

const VERDICTS = { supported: 'Supported', contradicted: 'CONTRADICTED', not_supported: 'NOT SUPPORTED' };

export function addVerify(program: Command): void {
  const command = program
    .command('verify')
    .description('check a statement against the documents, or against given texts')
    .argument('[statement]', 'a sentence of a work instruction, a ticket, a model')
    .option('--evidence <files...>', 'only these text files count, instead of the documents')
    .option('--batch <file>', 'statements as JSON lines; a line with the verdict for each')
    .option('--json', 'the whole result as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  scopeOptions(command).action((statement: string | undefined, options: Options) =>
    withMillwright(options, async ({ millwright: { verifier }, signal }) => {
      const common = scopeOf(options);
      if (options.batch !== undefined) {
        const lines = await readLines(options.batch, BatchLine, 'statement');
        return runBatch(
          lines,
          async ({ statement: said, evidence, scope = common }) => ({
            ...(await verifier.verify({ statement: said, ...(evidence && { evidence }), ...(scope && { scope }) }, signal)),
          }),
          signal,
        );
      }
      if (!statement?.trim()) return command.error('error: write a statement, or give --batch');
      const evidence = options.evidence && (await Promise.all(options.evidence.map(readText)));
      const result = await verifier.verify({ statement, ...(evidence && { evidence }), ...(common && { scope: common }) }, signal);
      if (options.json) await printJson(result);
      else await print(readable(result));
      return undefined;
    }),
  );
}

function readable({ verdict, reasons, conversions, citations }: Verification): string {
  const lines = [VERDICTS[verdict]];
  for (const { kind, statement, evidence } of reasons)
    lines.push(
      `- ${kind}: ${onOneLine(statement)}${evidence === null ? ' (the evidence does not say it)' : `; the evidence says: ${onOneLine(evidence)}`}`,
    );
  lines.push(...conversions.map((conversion) => `- ${conversion}`));
  for (const { file, page, sectionPath, quote } of citations) {
    const place = [file, page === null ? null : `p. ${page}`, sectionPath.at(-1) ?? null].filter((part) => part !== null);
    lines.push('', place.join(', '), `  ${onOneLine(quote)}`);
  }
  return lines.join('\n');
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
