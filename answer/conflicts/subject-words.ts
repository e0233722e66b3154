import { comparable, namePattern } from '../../knowledge/machines/name-pattern.ts';
import { tellingTokens } from '../../knowledge/text/tokens.ts';

/** Words that say nothing of which thing a value is of: what is done, that it must be, and what sort of value it is (that both are of the
 *  same dimension is compared by itself). What tells cases apart ("maximum", "rated", "cold", "first", "left") must not be among them. */
const SAYS_NO_THING =
  /\b(?:tighten(?:ed|ing)?|crosswise|evenly|torqued?|torques?|fasten(?:ed)?|pull(?:ed)?|set(?:ting|tings)?|adjust(?:ed)?|use[sd]?|must|shall|should|has to|have to|need(?:s|ed)?|required?|recommended|approx(?:imately)?\.?|about|values?|data|items?|parameters?|specifications?|descriptions?|remarks?|notes?|units?|amount(?:s|ed)?|quantit(?:y|ies)|is|are|be|to|with|of|the|a|an|each|every|in|at|for|on|by)\b|拧紧|紧固|扭矩|力矩|交叉|均匀|对角|设定|设置|调整|使用|必须|应当?|需要?|须|推荐|建议|约为?|大约|数值|参数|项目|规格|备注|说明|单位|数量|为|的|是|至|到|按|以|用|量/giu;

/** Headings that name a sort of section, not a thing. */
const NAMES_SECTION =
  /\b(?:technical|data|specifications?|characteristics|general|information|overview|introduction|description|summary|appendix|annex|chapter|section|table|tables|figure|list|lists|plan|plans|schedule|schedules|intervals?|maintenance|servicing?|service|care|inspections?|checks?|checking|lubrication|lubricants?|installation|assembly|mounting|commissioning|start-?up|operation|operating|settings?|parameters?|limits?|values?|quick|reference|guide|manual|instructions?|work|torques?|tightening|consumables|and|or|of|the|for|in|to|with|a|an|s)\b|技术|数据|规格|参数|特性|概述|概要|总则|一般|说明|介绍|附录|附表|章节|章|节|表|图|清单|一览|计划|周期|维护|保养|维修|检修|检查|点检|润滑|安装|装配|调试|启动|运行|操作|使用|设定|设置|限值|数值|手册|指南|作业|指导书|紧固|拧紧|扭矩|力矩|及|和|与|的/giu;

/** Numbers of a heading itself: "4.2", "Table 3-1". */
const HEADING_NUMBER =
  /^\s*(?:第?\s*\d+(?:[.-]\d+)*\s*[章节条.、:：]?|[a-z]\s?\d+(?:[.-]\d+)*[.:]?|[ivx]+[.:]|[一二三四五六七八九十]+[、.．])\s+|\b(?:table|figure|fig\.|section|chapter)\s*\d+(?:[.-]\d+)*[:.]?|[表图]\s*\d+(?:[.-]\d+)*/giu;

/** What of a text (without machines' names) says which thing it is about. */
export function subjectText(text: string): string {
  return text.replaceAll(SAYS_NO_THING, ' ');
}

/** What headings say more than what sort of section it is. */
export function contextText(headings: readonly string[], names: readonly string[]): string {
  return headings.map((heading) => nameless(heading.replaceAll(HEADING_NUMBER, ' '), names).replaceAll(NAMES_SECTION, ' ')).join('\n');
}

/** The tokens of such a text. */
export function wordsOf(text: string): Set<string> {
  return new Set(tellingTokens(text));
}

/** The text as it is compared, without machines' names. */
export function nameless(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replaceAll(namePattern(name, 'gu'), ' '), comparable(text));
}
