import type { Draft, DraftStatement } from './draft.ts';
import type { Phrases } from './phrases.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { inCell } from './render-comparison.ts';

/** A table of what each of two revisions has: a row a change, with the section of the newer one. */
export function renderChanges({ statements, sides = [], changes }: Draft, phrases: Phrases): string {
  const head = [phrases.section, ...sides];
  const rows = [...Map.groupBy(statements, ({ change }) => change).values()].map((entries) => [
    sectionOf(entries.at(-1)!),
    ...sides.map((side) => entries.find(({ of }) => of === side)).map((entry) => (entry === undefined ? '—' : cited(entry))),
  ]);
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');
  const more = changes?.unshown ?? 0;
  return more === 0 ? table : `${table}\n\n${phrases.moreChanges(more)}`;
}

function cited({ statement }: DraftStatement): string {
  return `${plainMarkdown(statement.text)} ${statement.citations.map((n) => `[${n}]`).join('')}`;
}

function sectionOf({ stretch }: DraftStatement): string {
  return plainMarkdown(stretch.passage.sectionPath.at(-1) ?? '');
}
