import type { PreparedPassage, ReadResult } from '../knowledge/document/block.ts';
import type { RevisionContent } from '../knowledge/document/document.ts';
import type { DocumentIdentity, Evidence } from '../knowledge/document/identity.ts';
import type { Language } from '../knowledge/document/passage.ts';
import { detectLanguage } from '../knowledge/text/language.ts';
import { identifyDocument } from './identify/identify-document.ts';
import { addressWarnings } from './model-addresses.ts';
import { makePassages, preparedPassages } from './passages/make-passages.ts';
import { readDocument } from './read/read-document.ts';
import type { ReadInput } from './read/reader.ts';
import { structureDocument } from './structure/structure-document.ts';

/** A document as it came out of a file; what names it and where it came from is added by who ingests it. */
export type ParsedDocument = Pick<
  RevisionContent,
  'format' | 'pageCount' | 'pageLabels' | 'identity' | 'warnings' | 'passages' | 'records'
> & {
  /** Only for prepared passages: the doc_id that its lines give. */
  docId: string | null;
};

/** One file to its documents: one, or as many as a JSON Lines file names. */
export async function parseFile(input: ReadInput): Promise<ParsedDocument[]> {
  const read = await readDocument(input);
  if (read.prepared !== null) return parsePrepared(read, read.prepared);
  const { passages, records } = await makePassages(structureDocument(read));
  const identity = identifyDocument(read, input.name);
  const warnings = [...read.warnings, ...addressWarnings([input.name, identity.title], passages)];
  return [{ ...shared(read), warnings, identity, passages, records, docId: null }];
}

function shared({ format, pageCount, pageLabels, warnings }: ReadResult) {
  return { format, pageCount, pageLabels, warnings };
}

async function parsePrepared(read: ReadResult, prepared: PreparedPassage[]): Promise<ParsedDocument[]> {
  const documents: ParsedDocument[] = [];
  for (const [docId, lines] of Map.groupBy(prepared, (line) => line.docId)) {
    const { passages, records } = await preparedPassages(lines);
    const language = detectLanguage(
      passages
        .map(({ text }) => text)
        .join('\n')
        .slice(0, 200_000),
    );
    const pages = lines.map(({ page }) => page ?? 0);
    documents.push({
      ...shared(read),
      warnings: [...read.warnings, ...addressWarnings([docId], passages)],
      pageCount: pages.reduce((last, page) => Math.max(last, page), 0) || null,
      docId,
      identity: preparedIdentity(read, docId, language),
      passages,
      records,
    });
  }
  return documents;
}

/** Prepared passages have no title page: their doc_id names them. */
function preparedIdentity(read: ReadResult, docId: string, language: Language): DocumentIdentity {
  const guess = identifyDocument({ ...read, blocks: [] }, docId);
  const title: Evidence = { source: 'file_name', words: docId, page: null, boxes: [], property: null };
  return { ...guess, title: docId, language, evidence: { ...guess.evidence, title: [title] } };
}
