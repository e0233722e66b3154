import type { Notice } from '../../knowledge/document/passage.ts';
import { NOTICE_LEVELS } from '../../knowledge/document/passage.ts';
import type { StoredPassage } from '../../knowledge/store/passage-store.ts';
import { beforeAddressed } from '../../knowledge/text/model-address/addressed-stretches.ts';
import type { CitationList } from './citations.ts';
import type { Draft, Stretch } from './draft.ts';

export type PlacedNotice = { passage: StoredPassage; notice: Notice };

/** The safety notices that hold for what is quoted: those of the passages' own, and those of the steps quoted or around it.
 *  Gravest first, then in reading order. Plain notes are left out: they warn of nothing. */
export function applicableNotices(stretches: readonly Stretch[]): PlacedNotice[] {
  const found = new Map<string, PlacedNotice>();
  for (const { passage, start, end } of stretches) {
    const steps = new Set(passage.steps.filter((step) => step.start < end && start < step.end).map(({ number }) => number));
    for (const notice of passage.notices) {
      const holds = notice.step === null || [...steps].some((step) => step === notice.step || step.startsWith(`${notice.step}.`));
      if (notice.level !== 'note' && holds) found.set([passage.document.id, passage.id, notice.start].join('\n'), { passage, notice });
    }
  }
  return [...found.values()].sort(
    (a, b) => gravity(a) - gravity(b) || a.passage.ordinal - b.passage.ordinal || a.notice.start - b.notice.start,
  );
}

/** The same as an answer shows them, each with its citation. */
export function noticesOf(stretches: readonly Stretch[], citations: CitationList): Draft['notices'] {
  return applicableNotices(stretches).flatMap(({ passage, notice }) => {
    const kept = beforeAddressed(passage.text, notice);
    if (kept === null) return [];
    const text = passage.text.slice(kept.start, kept.end);
    return [{ level: notice.level, text, citation: citations.cite(passage, kept.start, kept.end).n }];
  });
}

function gravity({ notice }: PlacedNotice): number {
  return NOTICE_LEVELS.indexOf(notice.level);
}
