import type { ReadResult } from '../../knowledge/document/block.ts';
import type { DocumentType } from '../../knowledge/document/identity.ts';
import type { Found } from './find-fact.ts';
import { evidenceOf, type Saying } from './sayings.ts';

/** Words of titles and file names that say what a document is; the first that fits wins, so the narrower ones come first. */
const SIGNS: [RegExp, DocumentType][] = [
  [/fault[\s_-]*(?:code|list)|alarm[\s_-]*list|error[\s_-]*code|故障(?:码|代码)|报警(?:表|清单|代码)/i, 'fault_list'],
  [/maintenance[\s_-]*(?:plan|schedule)|(?:保养|维护|检修)计划|点检表/i, 'maintenance_plan'],
  [/work[\s_-]*instruction|\bsop\b|operating[\s_-]*procedure|作业指导|操作规程|工作指导/i, 'work_instruction'],
  [/(?:parts?|spare)[\s_-]*(?:list|catalog)|备件(?:表|清单)|零件(?:表|清单)/i, 'parts_list'],
  [/data[\s_-]*sheet|数据表|规格书/i, 'datasheet'],
  [/specification|\bspec\b|工艺(?:规范|规程|规格)|技术规范/i, 'specification'],
  [/manual|handbook|guide|instructions?|documentation|手册|说明书?|指南|使用说明/i, 'manual'],
];
/** A PDF of so many pages without a word of its kind is most likely a manual. */
const MANUAL_PAGES = 8;

/** What sort of document it is, by its title, its file name, its subject. */
export function documentType(title: Found<string>, sayings: readonly Saying[], read: ReadResult): Found<DocumentType> {
  const named = sayings.filter(({ source, property }) => source === 'file_name' || property === 'subject');
  for (const [pattern, value] of SIGNS) {
    if (pattern.test(title.value)) return { value, evidence: title.evidence };
    const saying = named.find(({ text }) => pattern.test(text));
    if (saying) return { value, evidence: [evidenceOf(saying)] };
  }
  const pages = read.pageCount ?? 0;
  if (read.format !== 'pdf' || pages < MANUAL_PAGES) return { value: 'other', evidence: [] };
  return { value: 'manual', evidence: [] };
}
