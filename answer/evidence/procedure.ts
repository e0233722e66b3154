import type { Language, Step } from '../../knowledge/document/passage.ts';
import { shareIn } from '../../knowledge/retrieve/query-words.ts';
import type { PassageStore, StoredPassage } from '../../knowledge/store/passage-store.ts';
import { tokenize } from '../../knowledge/text/tokens.ts';
import type { ScoredUnit } from './evidence-unit.ts';
import type { WeightedTerm } from './term-weights.ts';

/** A procedure, whole: its steps in order, passage by passage. */
export type Procedure = { passage: StoredPassage; steps: Step[] }[];

/** So many passages before and behind may hold the rest of a procedure (a passage holds up to 600 tokens of steps). */
const REACH = 4;

/** A procedure is answered whole where its best step or heading does as well as this share of the best of all. */
const NEAR_SHARE = 0.75;
/** What the heading counts beside the score of the best unit: it says what the steps do; a step may only mention it. */
const HEADING_WEIGHT = 1.5;

/** The unit where the procedure stands that the question asks for, judged by its section's title too, which says what the steps do;
 *  null where none among the ranked does. */
export function chooseProcedure(ranked: readonly ScoredUnit[], termsFor: (language: Language) => WeightedTerm[]): ScoredUnit | null {
  const inHeading = ({ sectionPath, language }: StoredPassage): number => {
    const tokens = new Set(tokenize(sectionPath.at(-1) ?? ''));
    const terms = termsFor(language);
    const total = terms.reduce((sum, { weight }) => sum + weight, 0);
    return total === 0 ? 0 : terms.reduce((sum, term) => sum + term.weight * shareIn(term, tokens), 0) / total;
  };
  const judged = ranked.map((unit) => ({
    unit,
    score: unit.score + HEADING_WEIGHT * inHeading(unit.hit.passage),
  }));
  judged.sort((a, b) => b.score - a.score);
  const best = judged[0];
  if (best === undefined) return null;
  const inSteps = judged.find(({ unit: { hit, start } }) => runsOf(hit.passage).some((run) => run.length > 1 && start < run.at(-1)!.end));
  if (inSteps === undefined || inSteps.score < NEAR_SHARE * best.score) return null;
  const { unit } = inSteps;
  const heading = inHeading(unit.hit.passage);
  return { ...unit, typeMatch: 1, coverage: Math.max(unit.coverage, heading), ownCoverage: Math.max(unit.ownCoverage, heading) };
}

/** The steps of the procedure that stands at `offset` of the passage, with what neighbouring passages hold of it. */
export async function wholeProcedure(
  passage: StoredPassage,
  offset: number,
  store: Pick<PassageStore, 'passages' | 'catalogue'>,
): Promise<Procedure> {
  const runs = runsOf(passage);
  const at = Math.max(
    0,
    runs.findLastIndex((run) => run[0]!.start <= offset),
  );
  const run = runs[at];
  if (run === undefined) return [];
  const procedure: Procedure = [{ passage, steps: run }];
  const opensHere = isFirst(run[0]!);
  const mayGoOn = at === runs.length - 1;
  if (opensHere && !mayGoOn) return procedure;
  const keys = await store.catalogue.neighbours({ documentId: passage.document.id, passageId: passage.id }, REACH);
  const around = await store.passages(keys);
  const here = around.findIndex(({ id }) => id === passage.id);
  if (here === -1) return procedure;
  if (!opensHere) prependEarlier(procedure, around.slice(0, here).reverse());
  if (mayGoOn) appendLater(procedure, around.slice(here + 1));
  return procedure;
}

function prependEarlier(procedure: Procedure, earlier: readonly StoredPassage[]): void {
  for (const passage of earlier) {
    const first = procedure[0]!;
    const run = runsOf(passage).at(-1);
    if (!sameSection(passage, first.passage) || run === undefined || !follows(run.at(-1)!, first.steps[0]!)) return;
    procedure.unshift({ passage, steps: run });
    if (isFirst(run[0]!)) return;
  }
}

function appendLater(procedure: Procedure, later: readonly StoredPassage[]): void {
  for (const passage of later) {
    const last = procedure.at(-1)!;
    const runs = runsOf(passage);
    if (!sameSection(passage, last.passage) || runs[0] === undefined || !follows(last.steps.at(-1)!, runs[0][0]!)) return;
    procedure.push({ passage, steps: runs[0] });
    if (runs.length > 1) return;
  }
}

/** The outermost steps of a passage, cut where the numbers begin anew. */
export function runsOf({ steps }: StoredPassage): Step[][] {
  const outermost = steps.filter((step) => !steps.some((other) => other !== step && other.start <= step.start && step.end <= other.end));
  const runs: Step[][] = [];
  for (const step of outermost) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && !isFirst(step) && follows(last, step)) runs.at(-1)!.push(step);
    else runs.push([step]);
  }
  return runs;
}

function isFirst({ number }: Step): boolean {
  return /^(?:1|a|A|i|I|一|(?:.*\D)1)$/.test(number);
}

/** 3 -> 4, 2.3 -> 2.4, b -> c; unnumbered or unlike numbers: in the order in which they stand. */
function follows(before: Step, after: Step): boolean {
  const [one, two] = [lastNumber(before.number), lastNumber(after.number)];
  if (one !== null && two !== null) return two === one + 1 || two === one;
  return one === null && two === null;
}

function lastNumber(number: string): number | null {
  const digits = /(\d+)$/.exec(number)?.[1];
  if (digits !== undefined) return Number(digits);
  return /^[a-z]$/i.test(number) ? number.toLowerCase().charCodeAt(0) - 96 : null;
}

function sameSection(one: StoredPassage, two: StoredPassage): boolean {
  return one.sectionPath.join('\n') === two.sectionPath.join('\n');
}
