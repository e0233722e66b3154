import { addressesModel } from '../../../knowledge/retrieve/addresses-model.ts';
import type { RankedPassage } from '../../../knowledge/retrieve/retriever.ts';
import { collectUnits } from '../../evidence/collect-units.ts';
import type { EvidenceUnit, ScoredUnit } from '../../evidence/evidence-unit.ts';
import { repeats } from '../../evidence/repeats.ts';
import type { Evidence } from '../../evidence/select-evidence.ts';
import type { Understanding } from '../../understand/understand-question.ts';
import { countTokens } from './count-tokens.ts';

/** A numbered piece of evidence: a stretch of a passage as the model sees it, and the sentences and rows that may be cited. */
export type Piece = { n: number; hit: RankedPassage; start: number; end: number; units: EvidenceUnit[] };

/** More pieces than that make answers longer, not better. */
const MOST_PIECES = 8;
/** A passage whose best unit scores below this share of the best of all has little to say to the question. */
const WORTH_READING = 0.4;
/** Tokens of a piece's heading, about. */
const HEAD_TOKENS = 40;

/** The passages of the chosen units, then those of the best others of the same machines, as many as fit into the budget (tokens).
 *  The first is cut to lines around its unit where it alone is too long. Passages that speak to a model are left out,
 *  and those that only repeat one that is in. Where what answers stands in one that is left out, nothing is given: a model would make another answer of the rest. */
export function gatherEvidence({ units, ranked }: Evidence, understanding: Understanding, budget: number): Piece[] {
  const best = ranked[0];
  if (best === undefined || units.some(({ hit }) => addressesModel(hit.passage))) return [];
  const worth = ranked.filter((unit) => unit.score >= WORTH_READING * best.score && isOfMachine(unit, best, understanding));
  const byPassage = new Map<RankedPassage, ScoredUnit>();
  for (const unit of [...units, ...worth]) if (!byPassage.has(unit.hit)) byPassage.set(unit.hit, unit);
  const pieces: Piece[] = [];
  let left = budget;
  for (const [hit, unit] of byPassage) {
    if (pieces.length >= MOST_PIECES) break;
    if (addressesModel(hit.passage)) continue;
    if (pieces.some((piece) => repeats(piece.hit.passage, hit.passage))) continue;
    const whole = { start: 0, end: hit.passage.text.length };
    const fits = HEAD_TOKENS + countTokens(hit.passage.text) <= left;
    if (!fits && pieces.length > 0) continue;
    const { start, end } = fits ? whole : linesAround(hit.passage.text, unit, left - HEAD_TOKENS);
    const inside = collectUnits(hit, unit.rank).filter((each) => each.start >= start && each.end <= end);
    pieces.push({ n: pieces.length + 1, hit, start, end, units: inside });
    left -= HEAD_TOKENS + countTokens(hit.passage.text.slice(start, end));
  }
  return pieces;
}

/** Of a machine that the question names, of the best evidence's, or of none in particular: other machines' values are not mixed in. */
function isOfMachine({ hit }: ScoredUnit, best: ScoredUnit, { equipment }: Understanding): boolean {
  const own = hit.passage.document.equipment;
  const wanted = equipment.length > 0 ? equipment : best.hit.passage.document.equipment;
  return own.length === 0 || hit === best.hit || own.some((name) => wanted.includes(name));
}

/** Whole lines around a unit, alternately behind and before it, while they fit. */
function linesAround(text: string, unit: Pick<EvidenceUnit, 'start' | 'end'>, budget: number): { start: number; end: number } {
  let start = text.lastIndexOf('\n', unit.start - 1) + 1;
  let end = lineEnd(text, unit.end);
  for (;;) {
    const further = end < text.length ? lineEnd(text, end + 1) : end;
    const earlier = start > 0 ? text.lastIndexOf('\n', start - 2) + 1 : start;
    const canFurther = further > end && countTokens(text.slice(start, further)) <= budget;
    const canEarlier = earlier < start && countTokens(text.slice(earlier, canFurther ? further : end)) <= budget;
    if (!canFurther && !canEarlier) return { start, end };
    if (canFurther) end = further;
    if (canEarlier) start = earlier;
  }
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}
