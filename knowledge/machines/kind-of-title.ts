import { comparable } from './name-pattern.ts';

/** What a title says of the paper, not of the machine. */
const PAPER =
  /\b(?:operat\w*|maintenance|service|user'?s?|owner'?s?|installation|install|instructions?|reference|technical|quick|start\w*|safety|manual|handbook|guide|data\s?sheet|specifications?|series|and|the|rev\w*)\b|使用|操作|维护|维修|保养|安装|调试|用户|产品|技术|快速|入门|指南|手册|说明书?|系列|规格书?|数据表|样本/giu;
/** Where a title goes on to say what paper it is, and a name what the machine is for. */
const PARTS = /\s[–—-]\s|\s(?:of|for|in|at)\s|[:：|,，(（]/u;
const WORDS = /\p{Script=Han}+|[a-z]{3,}(?![a-z\d])/gu;

/** The sort of machine that a title or a machine's name says last ("KP-40 Process Pump – Operating Manual": "pump"; "RF300系列变频器使用手册": "变频器");
 *  "" where it names none. */
export function kindOfTitle(title: string): string {
  const first = comparable(title).replaceAll(/\d+号/g, ' ').split(PARTS)[0]!;
  return first.replaceAll(PAPER, ' ').match(WORDS)?.at(-1) ?? '';
}
