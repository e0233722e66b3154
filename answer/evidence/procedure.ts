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
/** A procedure told in several sections has no more passages than this. */
const SECTIONS_REACH = 8;

/** A procedure is answered whole where its best step or heading does as well as this share of the best of all. */
const NEAR_SHARE = 0.75;
/** What the heading counts beside the score of the best unit: it says what the steps do; a step may only mention it. */
const HEADING_WEIGHT = 1.5;
/** What the titles above the section's own count, the document's included: a work instruction is one procedure in several sections. */
const ABOVE_SHARE = 0.8;

/** Where a procedure stands: its unit, and whether the titles above its section name it better than the section's own does. */
export type ChosenProcedure = ScoredUnit & {
  /** Titles under which all steps belong together; null: the section's steps alone. */
  under: readonly string[] | null;
};

/** The unit where the procedure stands that the question asks for, judged by its section's title too, which says what the steps do;
 *  null where none among the ranked does. */
export function chooseProcedure(ranked: readonly ScoredUnit[], termsFor: (language: Language) => WeightedTerm[]): ChosenProcedure | null {
  const inHeading = new Map<StoredPassage, Heading>();
  for (const { hit } of ranked)
    if (!inHeading.has(hit.passage)) inHeading.set(hit.passage, headingOf(hit.passage, termsFor(hit.passage.language)));
  const judged = ranked.map((unit) => ({
    unit,
    score: unit.score + HEADING_WEIGHT * inHeading.get(unit.hit.passage)!.share,
  }));
  judged.sort((a, b) => b.score - a.score);
  const best = judged[0];
  if (best === undefined) return null;
  const inSteps = judged.find(({ unit: { hit, start } }) => runsOf(hit.passage).some((run) => run.length > 1 && start < run.at(-1)!.end));
  if (inSteps === undefined || inSteps.score < NEAR_SHARE * best.score) return null;
  const { unit } = inSteps;
  const { share, under } = inHeading.get(unit.hit.passage)!;
  return { ...unit, typeMatch: 1, coverage: Math.max(unit.coverage, share), ownCoverage: Math.max(unit.ownCoverage, share), under };
}

type Heading = { share: number; under: readonly string[] | null };

/** How much of the question the section's title says, or the titles above it with the document's own, at a discount. */
function headingOf({ sectionPath, document }: StoredPassage, terms: readonly WeightedTerm[]): Heading {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { share: 0, under: null };
  const shareOf = (titles: readonly string[]) => {
    const tokens = new Set(titles.flatMap((title) => tokenize(title)));
    return terms.reduce((sum, term) => sum + term.weight * shareIn(term, tokens), 0) / total;
  };
  const own = shareOf(sectionPath.slice(-1));
  const above = shareOf([document.title, ...sectionPath]);
  if (own >= ABOVE_SHARE * above) return { share: own, under: null };
  const depth = sectionPath.findIndex((_, index) => shareOf([document.title, ...sectionPath.slice(0, index)]) >= above);
  return { share: ABOVE_SHARE * above, under: depth === -1 ? null : sectionPath.slice(0, depth) };
}

/** The steps of the procedure that stands at `offset` of the passage, with what neighbouring passages hold of it; under a title
 *  that names the whole, those of all its sections. */
export async function wholeProcedure(
  { hit: { passage }, start, under }: Pick<ChosenProcedure, 'hit' | 'start' | 'under'>,
  store: Pick<PassageStore, 'passages' | 'catalogue'>,
): Promise<Procedure> {
  const sections = under === null ? null : await sectionsUnder(passage, under, store);
  return sections ?? sectionSteps(passage, start, store);
}

/** The steps of all sections below the titles; null where they are more than one procedure would have. */
async function sectionsUnder(
  passage: StoredPassage,
  under: readonly string[],
  store: Pick<PassageStore, 'passages' | 'catalogue'>,
): Promise<Procedure | null> {
  const keys = await store.catalogue.neighbours({ documentId: passage.document.id, passageId: passage.id }, SECTIONS_REACH);
  const around = await store.passages(keys);
  const inside = around.filter(({ sectionPath }) => under.every((title, index) => sectionPath[index] === title));
  if (inside.length > SECTIONS_REACH) return null;
  return inside.flatMap((each) => (each.steps.length > 0 ? [{ passage: each, steps: runsOf(each).flat() }] : []));
}

async function sectionSteps(
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
