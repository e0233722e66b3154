import type { QuestionKind } from '../../knowledge/question/question-kind.ts';
import type { Understanding } from '../understand/understand-question.ts';
import type { ScoredUnit } from './evidence-unit.ts';

/** The most sentences or rows that a short answer quotes. */
const MOST_FACTS = 3;
const MOST_LISTED = 12;
/** A further sentence is worth reading while its score is at least this share of the best one's; in another passage, this. */
const NEAR_SHARE = 0.85;
const NEAR_SHARE_ELSEWHERE = 0.95;
/** ...and while it holds this share of the question's words that the best one holds itself. */
const OWN_SHARE = 0.8;
/** So many sentences behind the best one in its paragraph are read along, up to so many characters in all. */
const MOST_FURTHER = 2;
const LONGEST_PARAGRAPH = 500;
/** Beside a sentence with a value of the wanted dimension, another such sentence of the passage is shown from this share on: which
 *  of "pour 0.5 L" and "fill in 38 L" is meant, the sentence tells the reader better than a score. A row says what it is about. */
const NEAR_SHARE_VALUE = 0.8;

/** The units that answer together: the best one first, then the list that it opens or belongs to and others nearly as good,
 *  in reading order. */
export function chooseUnits(scored: readonly ScoredUnit[], { kind, dimension }: Understanding): ScoredUnit[] {
  const best = scored[0];
  if (best === undefined) return [];
  const listed = listAround(best, scored, kind === 'list' || kind === 'remedy' || kind === 'procedure');
  const chosen = new Set<ScoredUnit>([best, ...listed.slice(0, MOST_LISTED), ...(isWholeAnswer(best, kind) ? [] : goingOn(best, scored))]);
  const most = Math.max(chosen.size, kind === 'list' || kind === 'comparison' ? MOST_FACTS * 2 : MOST_FACTS);
  for (const unit of scored) {
    if (chosen.size >= most) break;
    const near = isNearlyAsGood(unit, best) || (dimension !== null && isOtherValue(unit, best));
    if (near && !says(chosen, unit)) chosen.add(unit);
  }
  const others = [...chosen].filter((unit) => unit !== best).sort((a, b) => a.rank - b.rank || a.start - b.start);
  return listed.length > 0 ? [...chosen].sort((a, b) => a.rank - b.rank || a.start - b.start) : [best, ...others];
}

/** A row says all that it says, and so does a sentence with the value that is asked for. */
function isWholeAnswer(best: ScoredUnit, kind: QuestionKind): boolean {
  return best.cells !== null || (kind === 'value' && best.typeMatch === 1);
}

/** What the paragraph goes on to say: the sentence that names the thing is often not the one that says what it does. */
function goingOn(best: ScoredUnit, scored: readonly ScoredUnit[]): ScoredUnit[] {
  const { text } = best.hit.passage;
  const behind = scored.filter(({ hit, start }) => hit === best.hit && start >= best.end).sort((a, b) => a.start - b.start);
  const further: ScoredUnit[] = [];
  for (const unit of behind.slice(0, MOST_FURTHER)) {
    const before = further.at(-1) ?? best;
    if (text.slice(before.end, unit.start).includes('\n') || unit.end - best.start > LONGEST_PARAGRAPH) break;
    further.push(unit);
  }
  return further;
}

function isNearlyAsGood(unit: ScoredUnit, best: ScoredUnit): boolean {
  const share = unit.hit === best.hit ? NEAR_SHARE : NEAR_SHARE_ELSEWHERE;
  return unit.score >= share * best.score && unit.ownCoverage >= OWN_SHARE * best.ownCoverage && unit.typeMatch >= best.typeMatch;
}

function isOtherValue(unit: ScoredUnit, best: ScoredUnit): boolean {
  const sentences = best.cells === null && unit.cells === null && unit.hit === best.hit;
  return sentences && best.typeMatch === 1 && unit.typeMatch === 1 && unit.score >= NEAR_SHARE_VALUE * best.score;
}

/** Items under the line that the best unit is, or that introduces it. */
function listAround(best: ScoredUnit, scored: readonly ScoredUnit[], wholeList: boolean): ScoredUnit[] {
  const opener = best.intro ?? (/[:：]\s*$/.test(best.text) ? best : null);
  if (opener === null || (best.intro !== null && !wholeList)) return [];
  return scored
    .filter((unit) => unit.hit === best.hit && (unit.intro?.end === opener.end || unit.end === opener.end))
    .sort((a, b) => a.start - b.start);
}

/** True where the same words are chosen already (repeated headers, passages that overlap). */
function says(chosen: ReadonlySet<ScoredUnit>, unit: ScoredUnit): boolean {
  return [...chosen].some(({ text }) => text.trim() === unit.text.trim());
}
