import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PreparedPassage, ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { markdownBlocks } from '../markdown/markdown-blocks.ts';
import type { Reader } from '../reader.ts';
import { decodeText } from '../text/decode-text.ts';

const Line = z.object({
  doc_id: z.string().min(1),
  id: z.union([z.string().min(1), z.number()]).transform(String),
  title: z.string().nullish(),
  path: z.array(z.string()).nullish(),
  text: z.string(),
  page: z.int().min(1).nullish(),
});

/** Prepared passages, one a line; several documents in one file. A line that is wrong fails the file, by its number. */
export const jsonlReader: Reader = {
  format: 'jsonl',
  async read({ path, name }): Promise<ReadResult> {
    const { text, warnings } = decodeText(await readFile(path), name);
    const prepared: PreparedPassage[] = [];
    const seen = new Set<string>();
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '') continue;
      const parsed = parseLine(line, index + 1, name);
      const key = `${parsed.doc_id}\n${parsed.id}`;
      if (seen.has(key)) throw wrongLine(name, index + 1, `repeats the id "${parsed.id}" of document "${parsed.doc_id}"`);
      seen.add(key);
      prepared.push({
        docId: parsed.doc_id,
        id: parsed.id,
        title: parsed.title || null,
        path: parsed.path ?? [],
        page: parsed.page ?? null,
        blocks: markdownBlocks(parsed.text),
      });
    }
    if (prepared.length === 0) throw new MillwrightError(`"${name}" holds no passage.`, { code: 'file_empty' });
    return { format: 'jsonl', pageCount: null, pageLabels: {}, outline: [], properties: {}, furniture: [], blocks: [], warnings, prepared };
  },
};

function parseLine(line: string, number: number, name: string): z.output<typeof Line> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw wrongLine(name, number, `is not JSON (${(error as Error).message})`);
  }
  const result = Line.safeParse(value);
  if (result.success) return result.data;
  const given = (field: PropertyKey | undefined) => field === undefined || (value as Record<PropertyKey, unknown>)[field] !== undefined;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${given(path[0]) ? message : 'missing'}`);
  throw wrongLine(name, number, `is not right (${wrong.join('; ')})`);
}

function wrongLine(name: string, number: number, what: string): MillwrightError {
  return new MillwrightError(
    `Line ${number} of "${name}" ${what}. A prepared passage is { doc_id, id, title?, path?, text, page? } on one line.`,
    { code: 'file_damaged' },
  );
}
