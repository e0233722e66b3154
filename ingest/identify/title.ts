import type { ReadResult } from '../../knowledge/document/block.ts';
import { dateIn } from './dates.ts';
import type { Found } from './find-fact.ts';
import { evidenceOf, readableName, type Saying } from './sayings.ts';

const JUNK =
  /^(?:untitled|microsoft word|powerpoint|无标题|未命名|文档\d*$|document\d*$|新建|slide 1|about:blank|scan(?:ned)?$)|\.(?:docx?|pdf|indd|xlsx?|html?|tmp|wps|ppt)\b/i;
const LONGEST = 150;

/** The title as the file states it, else what is printed largest on the first page, else its first heading, else the file name. */
export function findTitle(read: ReadResult, sayings: readonly Saying[], name: string): Found<string> {
  const property = sayings.find((saying) => saying.property === 'title');
  if (property && property.text.length > 3 && !JUNK.test(property.text))
    return { value: withoutEdition(property.text), evidence: [evidenceOf(property)] };
  return printedTitle(read, sayings) ?? firstHeading(sayings) ?? { value: readableName(name), evidence: [evidenceOf(named(sayings))] };
}

/** "LinuxCNC V2.9.0~pre1, 28 Jun 2026": version and date are the revision's, and another with the next. */
const EDITION = /^(?<name>.*?\p{L}.*?)[\s,;–—-]+V?\d{1,3}(?:\.\d{1,4}){1,3}(?:[~+][\w.+~-]*)?,?\s+(?<date>\S.*)$/u;

function withoutEdition(title: string): string {
  const { name, date } = EDITION.exec(title)?.groups ?? {};
  const found = date === undefined ? null : dateIn(date);
  return found !== null && found.start === 0 && found.end === date!.length && name!.length > 3 ? name! : title;
}

/** A title is printed so much larger than the text below it. */
const LARGER = 1.12;
/** "1.", "一、": the first section begins, not another line of the title. */
const NUMBERED = /^(?:\d{1,2}(?:\.\d+)*[.、\s]|[一二三四五六七八九十ⅠⅡⅢⅣⅤ]+[、.．])/u;
/** What a line below the title says where the title does not: "Instructions", "使用说明书". */
const KIND = /manual|handbook|guide|instruction|specification|data\s?sheet|手册|说明书|指南|规程|规范/i;

/** The largest lines at the top of the first page, and below them the line that says what kind of document it is. */
function printedTitle(read: ReadResult, sayings: readonly Saying[]): Found<string> | null {
  const first = sayings.filter(({ source, page, imprint }) => source === 'page' && (page ?? 1) === 1 && !imprint);
  const sizes = sayings.flatMap(({ source, imprint, fontSize }) => (source === 'page' && !imprint && fontSize !== null ? [fontSize] : []));
  const largest = Math.max(0, ...first.map(({ fontSize }) => fontSize ?? 0));
  if (largest === 0 || first[0]?.page !== read.blocks[0]?.page || largest < LARGER * Math.min(...sizes)) return null;
  const from = first.findIndex(({ fontSize }) => fontSize !== null && fontSize >= largest - 0.5);
  const run = first.slice(from);
  const end = run.findIndex(({ fontSize, text }, index) => index > 0 && ((fontSize ?? 0) < largest - 0.5 || NUMBERED.test(text)));
  const parts = end < 0 ? run : run.slice(0, end);
  const below = run[parts.length];
  if (
    below &&
    KIND.test(below.text) &&
    below.text.length <= LONGEST / 2 &&
    !NUMBERED.test(below.text) &&
    !parts.some(({ text }) => KIND.test(text))
  )
    parts.push(below);
  const value = parts.map(({ text }) => text).join(' ');
  return value.length > 3 && value.length <= LONGEST ? { value, evidence: parts.map((part) => evidenceOf(part)) } : null;
}

function firstHeading(sayings: readonly Saying[]): Found<string> | null {
  const heading = sayings.find((saying) => saying.heading && !saying.imprint && saying.text.length <= LONGEST);
  return heading ? { value: heading.text, evidence: [evidenceOf(heading)] } : null;
}

function named(sayings: readonly Saying[]): Saying {
  return sayings.find(({ source }) => source === 'file_name')!;
}
