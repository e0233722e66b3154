import { type Found, findFact } from './find-fact.ts';
import type { Saying } from './sayings.ts';

const CODE = String.raw`(?<number>[A-Z0-9][A-Z0-9\-_/.]{2,30}[A-Z0-9])`;
const LABELLED = new RegExp(
  String.raw`(?:document|doc\.?|manual|publication|literature|drawing|instruction)\s*(?:no\.?|nr\.?|number|id|code|ref(?:erence)?\.?|#)\s*[:：.]?\s*${CODE}`,
  'iu',
);
const LABELLED_CHINESE = new RegExp(String.raw`(?:文件|文档|资料|手册|说明书|图纸|规程)\s*(?:编号|号码?|代号)\s*[:：.]?\s*${CODE}`, 'iu');
/** "OM-KP40-EN Rev. C" of running heads and feet. */
const BEFORE_REVISION =
  /(?<![\w-])(?<number>[A-Z]{2,5}(?:[-/.][A-Z0-9]{1,10}){1,4})[\s,·|/]{1,3}(?:rev(?:ision)?|issue|version|版本|版次)(?![\p{L}])/iu;
/** Numbers that plants give to their own papers: a kind of paper, then an area or machine, then a number ("WI-FL-031"); or a year and a number
 *  ("CR-2023-118"). */
const PLANT_CODE =
  /(?<![\w-])(?<number>(?:PS|WI|SOP|MP|QA|QC|QP|OM|SM|IM|FM|TM|MAN|DOC|SPEC)-[A-Z0-9]{1,10}(?:-[A-Z0-9]{1,10}){1,3}|[A-Z]{1,5}-(?:19|20)\d\d-\d{1,5})(?![\w-])/iu;

/** The document's own number: named so, before a revision, or in the form that plants give to theirs. */
export function documentNumber(sayings: readonly Saying[]): Found<string> | null {
  const value = ({ number }: Record<string, string | undefined>) =>
    number !== undefined && /\d/.test(number) ? number.toUpperCase() : null;
  const printed = sayings.filter(({ source }) => source !== 'property');
  return (
    findFact(sayings, [LABELLED, LABELLED_CHINESE], (groups, saying) =>
      value(groups) === null ? null : asPrinted(groups.number!, saying),
    ) ?? findFact(printed, [BEFORE_REVISION, PLANT_CODE], value)
  );
}

/** A file name in small letters is no reason to write a number small. */
function asPrinted(number: string, { source }: Saying): string {
  return source === 'file_name' ? number.toUpperCase() : number;
}
