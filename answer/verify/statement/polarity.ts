import { opposed, withoutBounds, wordedBound } from './bounds.ts';
import type { Clause } from './clauses.ts';
import type { Finding } from './verification.ts';

const NEGATION =
  /\b(?:not|never|no|without|cannot|can't|don't|doesn't|didn't|mustn't|isn't|aren't|won't|shouldn't|needn't|none|neither|nor|unless|prohibited|forbidden|avoid(?:ed)?|refrain|refuses?|fails? to|stop(?:s|ped)? from|impossible)\b|禁止|严禁|切勿|请勿|避免|不得|不要|不可|不能|不应|不允许|不准|不许|不会|不必|不需|不是|并非|无需|无须|没有|从不|绝不|除非|勿|未(?!来|知)|无(?!线|菌|尘|刷|极|级)|不(?!锈|同|平衡|良|正常|仅|断|一致|足|规则|对中|透明|透水|均|妨|稳)/giu;
/** "No" and "not" that deny nothing. */
const NO_NEGATION = /\bno\.? ?\d|\bnot only\b|不论|无论|不管|不仅|不但|差不多|if not\b|or not\b|是不是|能不能/giu;

/** Words of opposite sense; tokens of any form of either side count. */
const OPPOSITES: readonly [RegExp, RegExp][] = [
  [/\b(?:open|opens|opened|opening)\b|打开|开启/iu, /\b(?:close|closes|closed|closing|shut)\b|关闭|关上|合上/iu],
  [/\b(?:start|starts|started|starting)\b|启动|起动/iu, /\b(?:stop|stops|stopped|stopping)\b|停止|停机/iu],
  [/\b(?:switch(?:ed)?|turn(?:ed)?) on\b|接通/iu, /\b(?:switch(?:ed)?|turn(?:ed)?) off\b|切断|断开/iu],
  [
    /\b(?:increase|increases|increased|raise|raised|rises?)\b|增大|增加|升高|提高|加大/iu,
    /\b(?:decrease|decreases|decreased|reduce|reduces|reduced|lower|lowered|falls?|drops?)\b|减小|减少|降低|下降/iu,
  ],
  [/\bclockwise\b|(?<!逆)顺时针/iu, /\b(?:counter|anti)-?clockwise\b|逆时针/iu],
  [/\b(?:tighten|tightened|tightening)\b|拧紧|紧固/iu, /\b(?:loosen|loosened|loosening|slacken)\b|松开|拧松/iu],
  [
    /\b(?:insert|install|installed|fit|fitted|mount|mounted)\b|安装|装入|插入/iu,
    /\b(?:remove|removed|removing|dismantle|withdraw)\b|拆下|拆卸|取出|拔出/iu,
  ],
  [/\b(?:suction|inlet|intake)\b|吸入|进口|入口|进水/iu, /\b(?:discharge|outlet|delivery)\b|排出|出口|出水/iu],
  [/\b(?:upper|above|top)\b|上部|上方|顶部/iu, /\b(?:lower|below|bottom)\b|下部|下方|底部/iu],
  [/\bleft\b|左侧|左边/iu, /\bright\b|右侧|右边/iu],
  [/\b(?:connect|connected)\b|连接|接上/iu, /\b(?:disconnect|disconnected)\b|拆开|脱开/iu],
  [/\b(?:enable|enabled)\b|启用|使能/iu, /\b(?:disable|disabled)\b|禁用/iu],
  [/\b(?:maximum|largest|highest)\b|最大|最高/iu, /\b(?:minimum|smallest|lowest)\b|最小|最低/iu],
  [/\b(?:hot|warm)\b|热态/iu, /\bcold\b|冷态/iu],
  [/\b(?:fill|filled|filling in)\b|加注|注入/iu, /\b(?:drain|drained|empty|emptied)\b|排空|放空|排放/iu],
];

type Modality = 'demanded' | 'allowed';
const DEMANDED = /\b(?:must|shall|has to|have to|is required|are required|required to|needs? to|mandatory)\b|必须|务必|应当?(?!力)|须/iu;
const ALLOWED = /\b(?:may|can|is allowed|are allowed|is permitted|are permitted|optionally|optional)\b|可以|允许|可(?=[在由用选不])/iu;

/** The statement's clause against the clause of the evidence that is likest to it. */
export function checkPolarity(statement: Clause, evidence: Clause): Finding[] {
  const flips = OPPOSITES.filter(
    ([one, two]) => isFlipped(statement.text, evidence.text, one, two) || isFlipped(statement.text, evidence.text, two, one),
  );
  const denied = (negations(statement.text) + negations(evidence.text) + flips.length) % 2 === 1;
  const said = statement.text.trim();
  const stated = evidence.text.trim();
  if (denied) return [{ kind: 'negation', statement: said, evidence: stated, contradicted: true }];
  if (opposed(wordedBound(statement.text), wordedBound(evidence.text)))
    return [{ kind: 'bound', statement: said, evidence: stated, contradicted: true }];
  if (wordedBound(statement.text) !== null || wordedBound(evidence.text) !== null) return [];
  const [one, two] = [modalityOf(statement.text), modalityOf(evidence.text)];
  if (one !== null && two !== null && one !== two) return [{ kind: 'modality', statement: said, evidence: stated, contradicted: true }];
  return [];
}

/** The statement has the one word and the evidence only its opposite. */
function isFlipped(statement: string, evidence: string, word: RegExp, opposite: RegExp): boolean {
  return word.test(statement) && !opposite.test(statement) && opposite.test(evidence) && !word.test(evidence);
}

export function negations(text: string): number {
  return withoutBounds(text).replaceAll(NO_NEGATION, ' ').match(NEGATION)?.length ?? 0;
}

function modalityOf(text: string): Modality | null {
  if (negations(text) > 0) return null;
  const [demanded, allowed] = [DEMANDED.test(text), ALLOWED.test(text)];
  if (demanded === allowed) return null;
  return demanded ? 'demanded' : 'allowed';
}
