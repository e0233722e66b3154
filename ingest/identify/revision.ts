import type { ReadResult, TableBlock } from '../../knowledge/document/block.ts';
import { compareDates, compareLabels } from '../../knowledge/document/revisions/revision-order.ts';
import { dateIn, documentDate } from './dates.ts';
import { type Found, findFact } from './find-fact.ts';
import { evidenceOf, type Saying } from './sayings.ts';

const END = String.raw`(?![\p{L}\p{N}])(?![.-]\d)`;
const LABEL = String.raw`(?<label>[A-Z]?\d{1,3}(?:\.\d{1,4}){0,3}(?:/\d)?|[A-Z]\d{0,2}|[A-Z][-/]\d)`;
const NAMED = new RegExp(
  String.raw`(?<![\p{L}])(?:rev(?:ision|\.)?|issue|edition|release)(?:\s*(?:no\.?|level|status))?\s*[:：.]?\s*${LABEL}${END}`,
  'iu',
);
const VERSION = new RegExp(
  String.raw`(?:(?<![\p{L}])(?:version|ver\.?)|(?:手册|文件|文档|资料|说明书)?(?:版本号?|修订版?本?|版次))\s*[:：.]?\s*(?<label>V?\d{1,3}(?:\.\d{1,4}){0,3}|[A-Z](?:/\d)?)${END}`,
  'iu',
);
const CHINESE_EDITION = /第\s*(?<label>[一二三四五六七八九十]|\d{1,2})\s*版(?!本)/u;
/** "V2.9.0~pre1, 28 Jun 2026": a version with its date. */
const DATED = /(?<![\p{L}\p{N}])(?<label>V\d{1,2}(?:\.\d{1,3}){1,2})(?:[~+][\w.+~-]*)?,?\s+(?:\d{1,2}\s+\p{Lu}\p{Ll}{2}|(?:19|20)\d\d)/u;
/** "V1.0" closes a title or a line by itself; within one it may be the machine's own version ("SKR V1.4 Manual"). */
const LINE = /^(?:[\p{Ps}]?\s*)(?<label>V\d{1,2}(?:\.\d{1,3}){1,2})(?:\s*[\p{Pe}]?)$/iu;
const CLOSING =
  /(?:manual|instructions?|guide|handbook|specification|手册|说明书?|指南|规程)[\s\-–—_（(]*(?<label>V\d{1,2}(?:\.\d{1,3}){1,2})(?![\p{L}\p{N}.])/iu;
const IN_FILE_NAME = /(?<![\p{L}\p{N}])rev(?:ision)?[\s._-]*(?<label>[A-Z]\d?|\d{1,3}(?:\.\d{1,3})*)(?![\p{L}\p{N}])/iu;

const CHINESE_DIGITS = ' 一二三四五六七八九十';

export type FoundRevision = { revision: Found<string> | null; date: Found<string> | null };

/** The revision's label and date: from the title pages, the history of revisions, running heads, properties, the file name. */
export function findRevision(sayings: readonly Saying[], { blocks }: Pick<ReadResult, 'blocks'>): FoundRevision {
  const history = latestOfHistory(
    blocks.find((block): block is TableBlock => block.kind === 'table' && isHistory(block) && (block.page ?? 1) <= 4),
  );
  const printed = sayings.filter(({ source }) => source !== 'file_name');
  const named = sayings.filter(({ source }) => source === 'file_name');
  const label = ({ label: text }: Record<string, string | undefined>) => (text === undefined ? null : normal(text));
  const revision =
    findFact(printed, [NAMED, VERSION, CHINESE_EDITION, DATED, LINE, CLOSING], label) ??
    history?.revision ??
    findFact(named, [IN_FILE_NAME], label);
  return { revision, date: dateBeside(printed, revision) ?? history?.date ?? documentDate(sayings) };
}

function normal(label: string): string | null {
  const chinese = CHINESE_DIGITS.indexOf(label);
  return chinese > 0 ? String(chinese) : label.toUpperCase();
}

/** "Revision C, March 2024": the date in the same words belongs to it. */
function dateBeside(sayings: readonly Saying[], revision: Found<string> | null): Found<string> | null {
  for (const { words, source } of revision?.evidence ?? []) {
    const saying = sayings.find((each) => each.source === source && each.text.includes(words));
    const date = saying && dateIn(saying.text);
    if (date) return { value: date.value, evidence: [evidenceOf(saying, date.start, date.end)] };
  }
  return null;
}

const HISTORY_LABEL = /^(?:rev(?:ision|\.)?(?:\s*no\.?)?|version|issue|number|版本号?|版次|修订号?|修改版本)$/i;
const HISTORY_DATE = /^(?:date|issued|日期|修订日期|修改日期|发布日期)$/i;

function isHistory({ rows }: TableBlock): boolean {
  const header = (rows[0] ?? []).map(({ text }) => text.trim());
  return header.some((text) => HISTORY_LABEL.test(text)) && header.some((text) => HISTORY_DATE.test(text));
}

type HistoryRow = { label: string; date: string | null; saying: Saying };

/** The last revision of a history: the one with the latest date, else with the highest label. */
function latestOfHistory(table: TableBlock | undefined): FoundRevision | null {
  if (table === undefined) return null;
  const header = table.rows[0]!.map(({ text }) => text.trim());
  const [labels, dates] = [header.findIndex((text) => HISTORY_LABEL.test(text)), header.findIndex((text) => HISTORY_DATE.test(text))];
  const rows = table.rows.slice(1).flatMap((cells): HistoryRow[] => {
    const [label, date] = [cells[labels]!.text.trim(), cells[dates]!];
    if (label === '' || label.length > 12) return [];
    const words = [label, date.text.trim()].filter((text) => text !== '').join('  ');
    const spans = [
      ...cells[labels]!.spans,
      ...date.spans.map((span) => ({ ...span, start: span.start + label.length, end: span.end + label.length })),
    ];
    const saying: Saying = {
      text: words,
      source: 'page',
      page: table.page,
      spans,
      property: null,
      fontSize: null,
      heading: false,
      imprint: false,
    };
    return [{ label, date: dateIn(date.text)?.value ?? null, saying }];
  });
  const last = rows.toSorted(byTime).at(-1);
  if (last === undefined) return null;
  const evidence = [evidenceOf(last.saying)];
  return { revision: { value: last.label, evidence }, date: last.date === null ? null : { value: last.date, evidence } };
}

function byTime(a: HistoryRow, b: HistoryRow): number {
  const dates = a.date !== null && b.date !== null ? compareDates(a.date, b.date) : 0;
  return dates || (compareLabels(a.label, b.label) ?? 0);
}
