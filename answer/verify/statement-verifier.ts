import type { Citation, Scope } from '../../knowledge/document/answer.ts';
import type { Embedder } from '../../knowledge/embed/embedder.ts';
import type { Retriever } from '../../knowledge/retrieve/retriever.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { loadBaseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { detectLanguage } from '../../knowledge/text/language.ts';
import { withoutAddressed } from '../../knowledge/text/model-address/addressed-stretches.ts';
import { CitationList } from '../compose/citations.ts';
import { type Comparison, compareStatement, type EvidenceText } from './statement/compare-statement.ts';
import { TermTable } from './statement/term-table.ts';
import type { Verification, VerifyRequest } from './statement/verification.ts';

export type VerifierParts = { retriever: Retriever; embedder: Embedder };

/** Passages that are asked whether they say it. */
const LOOKED_AT = 8;
/** Cosines of the e5 family: unrelated texts lie at about .78, restatements above .9. */
const UNRELATED = 0.8;
const RESTATED = 0.92;
/** Words that cover more than this need no embedder to be believed, less than that none helps. */
const DOUBTFUL = { least: 0.3, most: 0.5 };

type Judging = { signal: AbortSignal | undefined; byMeaning: boolean };
type Held = { comparison: Comparison; passage: StoredPassage | null; evidence: EvidenceText };

/** Says of a statement whether the documents, or given texts, say the same: no language model. The same statement against the same
 *  evidence gives the same verdict. Errors: those of the store and the embedder; cancelled. */
export class StatementVerifier {
  readonly #parts: VerifierParts;
  #table: TermTable | null = null;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
  }

  async verify({ statement, evidence, scope }: VerifyRequest, signal?: AbortSignal): Promise<Verification> {
    const held = evidence === undefined ? await this.#inDocuments(statement, scope, signal) : this.#inTexts(statement, evidence);
    return this.#judged(statement, held, { signal, byMeaning: true });
  }

  /** The same against one stretch of a document, with the titles and the machines that it stands under. Within one language its words
   *  alone count: that it is about the same matter says nothing for what it adds. */
  async verifyCited(statement: string, evidence: EvidenceText, signal?: AbortSignal): Promise<Verification> {
    const held = [{ comparison: compareStatement(statement, evidence, this.#terms), passage: null, evidence }];
    const translated = detectLanguage(statement) !== detectLanguage(evidence.text);
    return this.#judged(statement, held, { signal, byMeaning: translated });
  }

  async #judged(statement: string, held: Held[], { signal, byMeaning }: Judging): Promise<Verification> {
    const language = detectLanguage(statement);
    const best = held.sort((a, b) => rank(b.comparison) - rank(a.comparison))[0];
    if (best === undefined) {
      const reasons = [{ kind: 'coverage' as const, statement, evidence: null }];
      return { verdict: 'not_supported', score: 0, reasons, citations: [], conversions: [], language };
    }
    const { comparison } = byMeaning ? await this.#withMeaning(statement, best, signal) : best;
    const { verdict, score, reasons, conversions, nearest } = comparison;
    return { verdict, score, reasons, conversions, language, citations: citationsOf(best.passage, nearest) };
  }

  get #terms(): TermTable {
    this.#table ??= new TermTable(loadBaseGlossary());
    return this.#table;
  }

  /** All texts together: a statement may join what two of them say; and each alone. */
  #inTexts(statement: string, texts: readonly string[]): Held[] {
    const joined = texts.length > 1 ? [...texts, texts.join('\n')] : texts;
    return joined
      .filter((text) => text.trim() !== '')
      .map((text) => {
        const evidence = { text, heading: '', equipment: [] };
        return { comparison: compareStatement(statement, evidence, this.#terms), passage: null, evidence };
      });
  }

  async #inDocuments(statement: string, scope: Scope | undefined, signal?: AbortSignal): Promise<Held[]> {
    const { hits } = await this.#parts.retriever.retrieve({ text: statement, limit: LOOKED_AT, ...(scope && { scope }) }, signal);
    return hits.map(({ passage }) => {
      const { document, sectionPath } = passage;
      const text = withoutAddressed(passage.text);
      const evidence = { text, heading: [document.title, ...sectionPath].join('\n'), equipment: document.equipment };
      return { comparison: compareStatement(statement, evidence, this.#terms), passage, evidence };
    });
  }

  /** Where words alone leave it open whether the evidence is about the same, the embedder is asked. */
  async #withMeaning(statement: string, held: Held, signal?: AbortSignal): Promise<Held> {
    const { coverage, reasons, nearest } = held.comparison;
    const open = coverage >= DOUBTFUL.least && coverage < DOUBTFUL.most && reasons.every(({ kind }) => kind === 'coverage');
    if (!open || nearest === '') return held;
    const [said, stated] = await this.#parts.embedder.embed([statement, nearest], 'passage', signal);
    const cosine = said!.reduce((sum, value, index) => sum + value * stated![index]!, 0);
    const meaning = Math.max(0, Math.min(1, (cosine - UNRELATED) / (RESTATED - UNRELATED)));
    return { ...held, comparison: compareStatement(statement, held.evidence, this.#terms, meaning) };
  }
}

/** What supports comes before what contradicts, that before what does not speak of it; then by how much it covers. */
function rank({ verdict, coverage, score }: Comparison): number {
  if (verdict === 'supported') return 3 + score;
  return verdict === 'contradicted' ? 1 + coverage : coverage;
}

function citationsOf(passage: StoredPassage | null, nearest: string): Citation[] {
  if (passage === null) return [];
  const at = passage.text.indexOf(nearest.trim());
  const [start, end] = at === -1 || nearest.trim() === '' ? [0, passage.text.length] : [at, at + nearest.trim().length];
  const list = new CitationList();
  list.cite(passage, start, end);
  return list.all;
}
