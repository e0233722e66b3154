import { detectLanguage } from '../../../knowledge/text/language.ts';
import { tokenize } from '../../../knowledge/text/tokens.ts';
import type { EvidenceUnit } from '../../evidence/evidence-unit.ts';
import type { StatementVerifier } from '../../verify/statement-verifier.ts';
import type { Piece } from './gather-evidence.ts';
import { addsNothing, type Held, printedOf, statedPart, unitTexts } from './hard-facts.ts';
import type { ModelStatement } from './statement-reader.ts';

/** What a statement stands on: neighbouring sentences or rows of one passage. */
export type Support = { units: [EvidenceUnit, ...EvidenceUnit[]]; literal: boolean };

export type StatementCheck = {
  pieces: readonly Piece[];
  /** Machines that the question or its scope names: a document about several may be quoted for those. */
  named: readonly string[];
  language: 'zh' | 'en';
  verifier: Pick<StatementVerifier, 'verifyCited'>;
  signal?: AbortSignal;
};

/** What a statement may stand on together, at most: a list with the line that opens it. */
const LONGEST_RUN = 4;
/** Of the sentences and rows that share most words with the statement, so many are tried as the beginning of a run. */
const MOST_SEEDS = 4;
/** The verifier's score of a statement whose words are covered to 65 %: what a model says more is not the documents'. Half is enough
 *  for it, which judges what people write; here the rest would be the model's own. */
const LEAST_SCORE = 0.825;
/** Of a translation, the glossary and the embedder cover less. */
const LEAST_SCORE_TRANSLATED = 0.75;

/** What a model puts into a text besides words. */
const MARKUP = /<[a-z/!?]|[`|]|\]\(|!\[|\*\*|__|https?:|www\./iu;

/** The text of a statement as it may be shown: on one line, without citation marks, list marks and characters that cannot be
 *  seen, which may show it otherwise than it is written. */
export function cleanText({ text }: Pick<ModelStatement, 'text'>): string {
  return text
    .replaceAll(/[[\p{Cf}\p{Cc}]--\s]/gv, '')
    .replaceAll(/\s*[[【（(]\s*\d{1,2}(?:\s*[,，]\s*\d{1,2})*\s*[\]】](?=[\s.。,，;；]|$)/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\s*(?:[-•*]|\d{1,2}[.)、](?=\s|\p{Script=Han}))\s*/u, '')
    .trim();
}

/** Where the documents say what a model says; null where they do not: then it is not shown.
 *  Beside the verifier's judgement: only passages that were given are cited; the support is a sentence, a row, or a few that follow
 *  one another; and every number, unit, code and negation stands in that support itself. */
export async function supportOf(text: string, citations: readonly number[], check: StatementCheck): Promise<Support | null> {
  const cited = citations.map((n) => check.pieces.find((piece) => piece.n === n));
  if (text === '' || cited.length === 0 || cited.some((piece) => piece === undefined)) return null;
  const pieces = [...new Set(cited as Piece[])];
  const literal = pieces.flatMap(({ units }) => units).find((unit) => unit.cells === null && cleanText({ text: printedOf(unit) }) === text);
  if (literal !== undefined) return { units: [literal], literal: true };
  const spoken = detectLanguage(text);
  if (MARKUP.test(text) || (spoken !== check.language && spoken !== 'other')) return null;
  for (const run of pieces.flatMap((piece) => runsOf(text, piece.units)))
    if (await isSaidBy(text, run, check)) return { units: run, literal: false };
  return null;
}

type Run = Support['units'];

/** Single sentences and rows first, likest first; then neighbours together, around the likest. */
function runsOf(text: string, units: readonly EvidenceUnit[]): Run[] {
  const words = new Set(tokenize(text));
  const shared = (unit: EvidenceUnit) => [...unit.tokens].filter((token) => words.has(token)).length;
  const ranked = units.map((unit, at) => ({ unit, at, shared: shared(unit) })).sort((a, b) => b.shared - a.shared || a.at - b.at);
  const runs: Run[] = ranked.map(({ unit }) => [unit]);
  for (let length = 2; length <= LONGEST_RUN; length += 1)
    for (const { at } of ranked.slice(0, MOST_SEEDS))
      for (let first = Math.max(0, at - length + 1); first <= at && first + length <= units.length; first += 1) {
        const run = units.slice(first, first + length);
        if (run.every(({ cells }) => cells === null)) runs.push(run as Run);
      }
  return runs;
}

async function isSaidBy(text: string, run: Run, { named, verifier, signal }: StatementCheck): Promise<boolean> {
  const held: Held = unitTexts(run, named);
  if (!addsNothing(text, held)) return false;
  const stated = statedPart(text, held);
  if (stated === '') return false;
  const evidence = { text: stated, heading: held.heading, equipment: held.equipment };
  const { verdict, score } = await verifier.verifyCited(text, evidence, signal);
  return verdict === 'supported' && score >= (held.foreign(text) ? LEAST_SCORE_TRANSLATED : LEAST_SCORE);
}
