import { tokenize } from '../../../knowledge/text/tokens.ts';
import { checkCause } from './causes.ts';
import { type Clause, clauseOf, clausesOf, sentencesOf } from './clauses.ts';
import { checkCodes } from './codes.ts';
import { checkOrder } from './order.ts';
import { checkPolarity } from './polarity.ts';
import type { TermTable } from './term-table.ts';
import { checkTerms } from './terms.ts';
import { checkValues } from './values.ts';
import type { Finding, Reason, Verdict } from './verification.ts';

/** What a statement is held against: one passage, or one text given with the call. */
export type EvidenceText = {
  text: string;
  /** Titles above it: they say what it is about. */
  heading: string;
  /** Machines that its document is about. */
  equipment: readonly string[];
};

export type Comparison = {
  verdict: Verdict;
  score: number;
  reasons: Reason[];
  conversions: string[];
  /** Share of the statement's words that the evidence says, in its own or other words: 0..1. */
  coverage: number;
  /** The sentence of the evidence that is likest to the statement. */
  nearest: string;
};

/** So much of a statement must be in the evidence for it to be supported. */
const ENOUGH = 0.5;
/** A clause is about the same where it shares so much of the statement's words. */
const SAME_MATTER = 0.5;
/** "According to the manual, ...": says where, not what. */
const SOURCE_NAMED = /^\s*(?:according to|as per|as stated in|per|根据|按照|依据|按)[^,，:：.。]{1,60}[,，:：]\s*/iu;
/** Other clauses that fit nearly as well are asked too, before one is said to contradict. */
const NEARLY_AS_WELL = 0.12;

/** Holds a statement against a text. `meaning`: 0..1, how near an embedder sees them; null: not asked. */
export function compareStatement(text: string, evidence: EvidenceText, table: TermTable, meaning: number | null = null): Comparison {
  const statement = withoutSource(text);
  const sentences = sentencesOf(evidence.text);
  const clauses = sentences.flatMap(clausesOf);
  const whole = clauseOf(statement.replaceAll('\n', ' '));
  const held = `${evidence.heading}\n${evidence.text}`;
  const ranked = rankClauses(whole, clauses);
  const nearest = ranked[0]?.clause.text ?? '';
  const likeEnough = (ranked[0]?.coverage ?? 0) >= SAME_MATTER;
  const covered = coverageOf(whole, held, table);
  const values = checkValues(whole, sentences.map(clauseOf), likeEnough ? ranked[0]!.clause : null);
  const findings = [
    ...values.findings,
    ...checkCodes({ statement, nearest: likeEnough ? nearest : '', evidence: held, equipment: evidence.equipment }),
    ...polarityFindings(statement, clauses),
    ...checkOrder(statement, sentences),
    ...checkCause(statement, sentences, evidence.heading),
  ];
  if (!findings.some(({ contradicted }) => contradicted)) findings.push(...checkTerms(statement, likeEnough ? nearest : '', held, table));
  const coverage = meaning === null ? covered : Math.max(covered, Math.min(1, covered + 0.4 * meaning));
  return { ...judged(findings, coverage, statement), conversions: values.conversions, coverage, nearest };
}

/** The statement without the words that say where it stands. */
export function withoutSource(statement: string): string {
  return statement.replace(SOURCE_NAMED, '');
}

function judged(findings: readonly Finding[], coverage: number, statement: string): Pick<Comparison, 'verdict' | 'score' | 'reasons'> {
  const contradicted = findings.some((finding) => finding.contradicted);
  const thin = coverage < ENOUGH;
  const reasons = findings.map(({ contradicted: _, ...reason }): Reason => reason);
  if (thin) reasons.push({ kind: 'coverage', statement, evidence: null });
  // What the evidence hardly speaks of it cannot contradict.
  if (contradicted && !thin) return { verdict: 'contradicted', score: rounded(0.15 * coverage), reasons };
  if (findings.length > 0 || thin) return { verdict: 'not_supported', score: rounded(0.45 * coverage), reasons };
  return { verdict: 'supported', score: rounded(0.5 + 0.5 * coverage), reasons };
}

/** Each clause of the statement against the clause that is likest; only where all that fit about as well disagree, it counts. */
function polarityFindings(statement: string, clauses: readonly Clause[]): Finding[] {
  const own = sentencesOf(statement).flatMap((sentence) => {
    const parts = clausesOf(sentence).filter(({ words }) => words.size >= 2);
    return parts.length > 2 ? [...parts.slice(0, Math.ceil(parts.length / 2)), parts.at(-1)!] : parts;
  });
  return own.flatMap((clause) => {
    const ranked = rankClauses(clause, clauses);
    const top = ranked[0];
    if (top === undefined || top.coverage < SAME_MATTER) return [];
    const rivals = ranked.filter(({ likeness, coverage }) => likeness >= top.likeness - NEARLY_AS_WELL && coverage >= SAME_MATTER);
    const found = rivals.map((rival) => checkPolarity(clause, rival.clause));
    return found.every((each) => each.length > 0) ? found[0]! : [];
  });
}

type RankedClause = { clause: Clause; likeness: number; coverage: number };

/** Likest first: the harmonic mean of the shares of words that each has of the other. */
function rankClauses(statement: Clause, clauses: readonly Clause[]): RankedClause[] {
  return clauses
    .map((clause): RankedClause => {
      let shared = 0;
      for (const word of statement.words) if (clause.words.has(word)) shared += 1;
      const coverage = statement.words.size === 0 ? 0 : shared / statement.words.size;
      const precision = clause.words.size === 0 ? 0 : shared / clause.words.size;
      return { clause, coverage, likeness: shared === 0 ? 0 : (2 * coverage * precision) / (coverage + precision) };
    })
    .sort((a, b) => b.likeness - a.likeness);
}

/** Words count by the tokens that the evidence has; a term whose synonym or translation stands there counts whole. */
function coverageOf({ text, words }: Clause, evidence: string, table: TermTable): number {
  if (words.size === 0) return 1;
  const held = new Set(tokenize(evidence));
  const there = table.find(evidence);
  const said = new Set(
    table
      .find(text)
      .filter((term) => there.some((other) => table.sameThing(term, other)))
      .flatMap((term) => tokenize(term.text)),
  );
  let covered = 0;
  for (const word of words) if (held.has(word) || said.has(word)) covered += 1;
  return covered / words.size;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
