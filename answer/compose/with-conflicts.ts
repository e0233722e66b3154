import type { AnswerConflict } from '../../knowledge/document/answer.ts';
import type { Conflict } from '../conflicts/find-conflicts.ts';
import { saidConflict } from '../conflicts/said-conflict.ts';
import type { Saying } from '../conflicts/saying.ts';
import type { Understanding } from '../understand/understand-question.ts';
import { CitationList } from './citations.ts';
import type { Draft } from './draft.ts';
import { PHRASES } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { renderRow } from './render-row.ts';
import { saidDocument } from './said-document.ts';

/** `dismissed`: why a person says that a conflict is none, by its id. */
export type ShownConflicts = { conflicts: readonly Conflict[]; dismissed: ReadonlyMap<string, string> };

/** The draft with what other documents say against it, each side cited. */
export function withConflicts(draft: Draft, { conflicts, dismissed }: ShownConflicts, understanding: Understanding): Draft {
  if (conflicts.length === 0 || draft.statements.length === 0) return draft;
  const list = new CitationList(draft.citations);
  const shown = conflicts.map((conflict): AnswerConflict => {
    const { id } = saidConflict(conflict);
    const reason = dismissed.get(id) ?? null;
    const sides = [conflict.one, conflict.two].map((saying) => sideOf(saying, list, understanding));
    const phrases = PHRASES[understanding.answerLanguage];
    const text = [
      reason === null ? phrases.conflict : phrases.dismissed(plainMarkdown(reason)),
      '',
      ...sides.map((side) => `- ${side.text}`),
    ].join('\n');
    return { id, text, citations: sides.map(({ n }) => n), dismissed: reason };
  });
  return { ...draft, citations: list.all, conflicts: shown };
}

function sideOf({ unit: { hit, start, end, text, cells } }: Saying, list: CitationList, { words, answerLanguage }: Understanding) {
  const { document, language } = hit.passage;
  const { n } = list.cite(hit.passage, start, end);
  const foreign = language === answerLanguage || language === 'other' ? null : language;
  const from = PHRASES[answerLanguage].from(saidDocument(document), foreign);
  const said = cells === null ? text : renderRow(cells, words);
  return { n, text: `${from} ${plainMarkdown(said.replaceAll(/\s+/g, ' ').trim())} [${n}]` };
}
