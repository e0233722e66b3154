import path from 'node:path';
import { splitSentences } from '../../answer/evidence/split-sentences.ts';
import { parseFile } from '../../ingest/parse-file.ts';
import { DEFAULT_READ_LIMITS } from '../../ingest/read/reader.ts';
import type { Passage } from '../../knowledge/document/passage.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { tellingTokens } from '../../knowledge/text/tokens.ts';

/** A true statement with the text that says it. */
export type TrueStatement = { text: string; evidence: string; language: 'zh' | 'en'; file: string; steps: string[] };

const FEWEST_WORDS = 4;
const MOST_CHARACTERS = 240;

/** Sentences, and rows said as sentences, of documents; each with its passage as evidence. */
export async function trueStatements(files: readonly string[]): Promise<TrueStatement[]> {
  const found: TrueStatement[] = [];
  for (const file of files) {
    const [document] = await parseFile({ path: file, name: path.basename(file), limits: DEFAULT_READ_LIMITS });
    for (const passage of document!.passages) found.push(...statementsOf(passage, path.basename(file)));
  }
  return found;
}

function statementsOf(passage: Passage, file: string): TrueStatement[] {
  const evidence = [...passage.sectionPath, passage.text].join('\n');
  const steps = passage.steps.map(({ start, end }) => passage.text.slice(start, end).replaceAll('\n', ' '));
  return passage.text
    .split('\n')
    .filter((line) => !line.includes(' | '))
    .flatMap((line) => splitSentences(line).map(({ start, end }) => line.slice(start, end).replace(/^\d{1,2}[.)）、]\s*/, '')))
    .filter((text) => tellingTokens(text).length >= FEWEST_WORDS && text.length <= MOST_CHARACTERS && !/[:：]$/.test(text))
    .map((text) => ({ text, evidence, language: detectLanguage(text) === 'zh' ? ('zh' as const) : ('en' as const), file, steps }));
}
