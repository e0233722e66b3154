import { type Command, InvalidArgumentError } from 'commander';
import type { Scope } from '../../knowledge/document/answer.ts';
import type { RankedPassage, Retriever } from '../../knowledge/retrieve/retriever.ts';
import { readBatch, runBatch } from '../batch.ts';
import { print, printJson, say } from '../output.ts';
import { revisionWords } from '../revision-words.ts';
import { type CommonOptions, withMillwright } from '../run-command.ts';
import { type ScopeOptions, scopeOf, scopeOptions } from '../scope-options.ts';

type Options = CommonOptions & ScopeOptions & { limit: number; batch?: string; trace?: boolean };

const QUOTE_CHARACTERS = 200;

export function addSearch(program: Command): void {
  const command = program
    .command('search')
    .description('find passages')
    .argument('[words]', 'what to look for')
    .option('--limit <n>', 'how many passages', positive, 10)
    .option('--batch <file>', 'questions as JSON lines; a line of hits for each')
    .option('--trace', 'with --json: what each stage saw')
    .option('--json', 'hits as JSON')
    .option('--data <folder>', 'where the knowledge lives');
  scopeOptions(command).action((words: string | undefined, options: Options) =>
    withMillwright(options, async ({ millwright: { retriever }, signal }) => {
      if (options.batch !== undefined) {
        const questions = await readBatch(options.batch);
        return runBatch(
          questions,
          async ({ question, scope = scopeOf(options) }) => ({
            hits: await distinctHits(retriever, question, options.limit, scope, signal),
          }),
          signal,
        );
      }
      if (!words?.trim()) return command.error('error: say what to look for, or give --batch');
      const scope = scopeOf(options);
      const found = await retriever.retrieve(
        { text: words, limit: options.limit, ...(scope ? { scope } : {}), ...(options.trace ? { trace: true } : {}) },
        signal,
      );
      if (options.json)
        await printJson({
          hits: found.hits.map((hit) => ({ ...hitLine(hit), text: hit.passage.text })),
          timings: found.timings,
          ...(options.trace ? { trace: found.trace } : {}),
        });
      else if (found.hits.length === 0) say('Nothing found.');
      else for (const [index, hit] of found.hits.entries()) await print(described(hit, index + 1));
      return undefined;
    }),
  );
}

/** A number of things as an option gives it. */
export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000) throw new InvalidArgumentError('give a whole number from 1 to 1000');
  return value;
}

/** Long prepared passages are split inside under one id: more are fetched so that `limit` distinct ones remain. */
async function distinctHits(
  retriever: Retriever,
  text: string,
  limit: number,
  scope: Scope | undefined,
  signal: AbortSignal,
): Promise<ReturnType<typeof hitLine>[]> {
  const { hits } = await retriever.retrieve({ text, limit: limit * 2 + 5, ...(scope ? { scope } : {}) }, signal);
  const distinct = new Map<string, ReturnType<typeof hitLine>>();
  for (const hit of hits.map(hitLine)) {
    const key = `${hit.doc_id}\n${hit.passage_id}`;
    if (!distinct.has(key)) distinct.set(key, hit);
  }
  return [...distinct.values()].slice(0, limit);
}

function hitLine({ passage, score }: RankedPassage) {
  return { doc_id: passage.document.file, passage_id: passage.externalId, page: passage.page, pageEnd: passage.pageEnd, score };
}

function described({ passage, records, score }: RankedPassage, rank: number): string {
  const place = [
    passage.document.file,
    revisionWords({ ...passage.document, superseded: passage.document.supersededBy !== null }),
    passage.page === null ? null : `p. ${passage.page}`,
    passage.sectionPath.join(' > ') || null,
  ].filter((part) => part !== null);
  const row = records[0]?.fields
    .filter(({ value }) => value !== '')
    .map(({ header, value }) => (header ? `${header}: ${value}` : value))
    .join('; ');
  const text = (row ?? passage.text).replaceAll(/\s+/g, ' ').slice(0, QUOTE_CHARACTERS);
  return `${String(rank).padStart(2)}. ${place.join(', ')}  (${score.toFixed(3)})\n    ${text}`;
}
