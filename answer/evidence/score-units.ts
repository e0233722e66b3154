import type { QuestionKind } from '../../knowledge/question/question-kind.ts';
import { shareIn } from '../../knowledge/retrieve/query-words.ts';
import type { RankedPassage } from '../../knowledge/retrieve/retriever.ts';
import { fold } from '../../knowledge/text/fold.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { NamedCode } from '../understand/named-things.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { explainsName } from './entry-name.ts';
import type { EvidenceUnit, ScoredUnit } from './evidence-unit.ts';
import { HeadingsAbove } from './headings-above.ts';
import { namesCode, type PassageWords, passageWords, unitWords } from './passage-words.ts';
import { type QuestionTerms, termsFor, type WeightedTerm } from './term-weights.ts';
import { quantitiesIn, typeMatch } from './type-match.ts';

/** What a word counts by where it stands: in the unit, in the titles above it, elsewhere in the passage. */
const PLACE_WEIGHTS = { unit: 1, surroundings: 0.7, passage: 0.4 };

/** How the parts make the score; set by hand on the open question sets (docs/decisions/0006-extractive-answers.md). */
const SCORE_WEIGHTS = { coverage: 1, own: 0.5, type: 0.6, given: 0.5, passage: 0.5, code: 0.5, entry: 0.5, keyed: 1, news: 0.6 };

/** What a code counts that the headings above a sentence name. */
const HEADED = 0.9;

/** A unit with so many words beyond the question's says something; with fewer it is a heading or an echo. */
const TELLING_WORDS = 4;

export type ScoreInput = {
  understanding: Understanding;
  terms: QuestionTerms;
  hits: readonly RankedPassage[];
  units: readonly EvidenceUnit[];
};

/** Scores every unit by its words, its type and its passage's rank; best first, equal ones in reading order. */
export function scoreUnits({ understanding, terms, hits, units }: ScoreInput): ScoredUnit[] {
  const words = new Map(
    hits.map((hit) => [
      hit,
      passageWords(
        hit,
        units.filter((unit) => unit.hit === hit),
      ),
    ]),
  );
  const passageShare = shareOfScores(hits);
  const asked = new Set(tokenize(understanding.question));
  const above = new HeadingsAbove(understanding.codes);
  const codeTokens = understanding.codes.flatMap(({ text }) => tokenize(text));
  const parts = new Map([...terms.own, ...terms.translated].map(({ token }) => [token, token === '' ? [] : tokenize(token)]));
  const scored = units
    .filter((unit) => !isOtherCodesRow(unit, understanding, above))
    .map((unit): ScoredUnit => {
      const type = typeMatch(unit, understanding);
      const { headed, words: under } = above.of(unit);
      const met = [...(understanding.dimension !== null && type === 1 ? understanding.dimensionWords : []), ...(headed ? codeTokens : [])];
      const wanted = termsFor(terms, unit.hit.passage.language, understanding.language);
      const metTokens = new Set(met);
      const isTermMet = ({ token }: WeightedTerm) =>
        metTokens.size > 0 && token !== '' && parts.get(token)!.every((part) => metTokens.has(part));
      const covered = cover({ unit, words: words.get(unit.hit)!, under, terms: wanted, isTermMet });
      const given = holdsGiven(unit, understanding) ? 1 : 0;
      const code = codeShare(unit, understanding, headed);
      const entry = unit.cells === null && explainsName(unit.text, understanding.question) ? 1 : 0;
      const keyed = ASKS_FOR_CODE.has(understanding.kind) && understanding.codes.some((named) => isKeyOf(unit, named)) ? 1 : 0;
      const news = Math.min(1, newWords(unit, asked) / TELLING_WORDS);
      const score =
        SCORE_WEIGHTS.coverage * covered.coverage +
        SCORE_WEIGHTS.own * covered.ownCoverage +
        SCORE_WEIGHTS.type * type +
        SCORE_WEIGHTS.passage * passageShare.get(unit.hit)! +
        SCORE_WEIGHTS.given * given +
        SCORE_WEIGHTS.news * news +
        SCORE_WEIGHTS.code * code +
        SCORE_WEIGHTS.entry * entry +
        SCORE_WEIGHTS.keyed * keyed;
      return { ...unit, ...covered, typeMatch: type, keyed, headed, score };
    });
  return scored.sort(byScore);
}

function byScore(a: ScoredUnit, b: ScoredUnit): number {
  return b.score - a.score || a.rank - b.rank || a.start - b.start;
}

/** Questions about the code itself; others name it in passing, and its row in some list is not what they ask for. */
const ASKS_FOR_CODE: ReadonlySet<QuestionKind> = new Set(['code_meaning', 'parameter', 'remedy', 'value', 'definition']);

function isKeyOf({ keys }: EvidenceUnit, { code }: NamedCode): boolean {
  return keys.some((key) => fold(key) === fold(code));
}

/** What stands under a heading that names the code is about it, whether or not it says so again. */
function codeShare(unit: EvidenceUnit, { codes }: Understanding, headed: boolean): number {
  if (codes.some((named) => namesCode(unit.text, named))) return 1;
  return headed ? HEADED : 0;
}

/** A row beside the one asked for: the passage names the code, this row names none of those asked. */
function isOtherCodesRow(unit: EvidenceUnit, { codes }: Understanding, above: HeadingsAbove): boolean {
  if (unit.cells === null || codes.length === 0) return false;
  const { namedInText, namedAbove } = above.of(unit);
  return namedInText && !namedAbove && !codes.some((asked) => namesCode(unit.text, asked));
}

/** The question's own quantities ("longer than 50 m") stand in the unit, in whatever unit of measure. */
function holdsGiven(unit: EvidenceUnit, { given }: Understanding): boolean {
  if (given.length === 0) return false;
  const held = quantitiesIn(unit);
  return given.every(({ dimension, si, siMax }) =>
    held.some((quantity) => quantity.dimension === dimension && quantity.si <= si * 1.0001 && quantity.siMax >= siMax * 0.9999),
  );
}

function newWords(unit: EvidenceUnit, asked: ReadonlySet<string>): number {
  return [...unit.tokens].filter((token) => !asked.has(token)).length;
}

function shareOfScores(hits: readonly RankedPassage[]): Map<RankedPassage, number> {
  const scores = hits.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  return new Map(hits.map((hit) => [hit, high === low ? 1 : (hit.score - low) / (high - low)]));
}

type Covering = {
  unit: EvidenceUnit;
  words: PassageWords;
  /** Words of the heading inside the passage. */
  under: ReadonlySet<string>;
  terms: readonly WeightedTerm[];
  /** Terms that the unit answers by what it holds, whatever it calls it. */
  isTermMet: (term: WeightedTerm) => boolean;
};

function cover({ unit, words, under, terms, isTermMet }: Covering) {
  const own = unitWords(unit);
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  let [covered, ownCovered, anywhere] = [0, 0, 0];
  for (const term of terms) {
    const here = isTermMet(term) ? 1 : shareIn(term, own);
    const near = Math.max(here, shareIn(term, words.surroundings), shareIn(term, under));
    const far = Math.max(near, shareIn(term, words.passage));
    covered +=
      term.weight * (PLACE_WEIGHTS.unit * here + PLACE_WEIGHTS.surroundings * (near - here) + PLACE_WEIGHTS.passage * (far - near));
    ownCovered += term.weight * here;
    anywhere += term.weight * far;
  }
  if (total === 0) return { coverage: 0, ownCoverage: 0, passageCoverage: 0 };
  return { coverage: covered / total, ownCoverage: ownCovered / total, passageCoverage: anywhere / total };
}
