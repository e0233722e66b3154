import { findQuantities } from '../../text/quantities.ts';

/** A Chinese name and an English one that stand as one and the same. `english` may hold an abbreviation behind it. */
export type BilingualPair = { chinese: string; english: string[] };

const HAN = /\p{Script=Han}/u;
/** A Chinese name may hold letters and digits ("O形圈"), and begins and ends with what is no small word. */
const CHINESE = String.raw`[\p{Script=Han}A-Za-z0-9·/-]*\p{Script=Han}`;
const WORDS = String.raw`[A-Za-z][A-Za-z'’/&.-]*(?:[ \t]+[A-Za-z0-9'’/&.-]+){0,6}`;
/** "可编程控制器（PLC）", "可编程控制器（Programmable Logic Controller，PLC）". */
const ENGLISH_IN_BRACKETS = new RegExp(
  String.raw`(${CHINESE})[ \t]?[(（][ \t]*(?:英文|英语)?[：:]?[ \t]*(${WORDS})(?:[ \t]*[,，;；、/][ \t]*(${WORDS}))?[ \t]*[)）]`,
  'gu',
);
/** "Rated voltage（额定电压）". */
const CHINESE_IN_BRACKETS = new RegExp(String.raw`(${WORDS})[ \t]?[(（][ \t]*(${CHINESE})[ \t]*[)）]`, 'gu');

/** What stands before a name in running text, and seldom inside one: the name begins behind the last of these. */
const BEFORE_NAME =
  /(?:的|了|和|与|或|及|是|为|在|把|将|由|被|即|称为|叫做|又称|也叫|采用|使用|利用|通过|经过|根据|按照|点击|单击|双击|按下|选择|打开|进入|如果|当前|一个|一种|所有|任何|每个|该|此|这个|那个|请)/gu;
const LONGEST_CHINESE = 12;
const MOST_WORDS = 6;

export type SaidPair = BilingualPair & {
  /** The whole run of Chinese before the brackets where the name may begin later than its start; null where it stands alone. */
  run: string | null;
};

/** Pairs in brackets. `alone`: the text is a heading, a label or a cell, so that all of it is the name. */
export function pairsInBrackets(text: string, alone: boolean): SaidPair[] {
  const found: SaidPair[] = [];
  for (const match of text.matchAll(ENGLISH_IN_BRACKETS)) {
    const [, run, first, second] = match;
    const english = [first, second].filter((name) => name !== undefined).map((name) => name.trim());
    if (!english.every(isEnglishName)) continue;
    const atStart = alone || isLabel(text, match.index, match.index + match[0].length);
    const chinese = atStart ? run! : nameAtEnd(run!);
    if (isChineseName(chinese)) found.push({ chinese, english, run: atStart ? null : run! });
  }
  for (const match of text.matchAll(CHINESE_IN_BRACKETS)) {
    const [, english, chinese] = match;
    const name =
      alone || isLabel(text, match.index, match.index + match[0].length) || HAN.test(text.charAt(match.index - 1)) ? english!.trim() : null;
    if (name !== null && isEnglishName(name) && isChineseName(chinese!)) found.push({ chinese: chinese!, english: [name], run: null });
  }
  return found;
}

/** Numbers of headings, bullets. */
const NUMBER = /^[\s\d.、)）(（•*-]*(?:第?[一二三四五六七八九十]+[、章节.)）]\s*)?/u;
const SIDE_BY_SIDE = new RegExp(
  String.raw`^(${CHINESE})(?:[ \t]*[/／|][ \t]*|[ \t]+|\n)(${WORDS})$|^(${WORDS})(?:[ \t]*[/／|][ \t]*|[ \t]+|\n)(${CHINESE})$`,
  'u',
);

/** "3.2 额定电压 Rated voltage", "Rated voltage / 额定电压": a heading or label that says its name in both languages; null where it does not. */
export function pairSideBySide(label: string): BilingualPair | null {
  const match = SIDE_BY_SIDE.exec(label.replace(NUMBER, '').trim());
  if (match === null) return null;
  const chinese = (match[1] ?? match[4])!;
  const english = (match[2] ?? match[3])!.trim();
  return isChineseName(chinese) && !/[A-Za-z]/.test(chinese) && isEnglishName(english) ? { chinese, english: [english] } : null;
}

/** True where nothing else stands on the line but a number before and a colon behind. */
function isLabel(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^\s*(?:[\d.]+\s*|[-•*]\s*)?$/u.test(before) && /^\s*(?:[:：]|$|\n)/u.test(text.slice(end));
}

/** Orders that begin a sentence. */
const ORDER = /^(?:检查|更换|确认|确保|拆下|拆除|关闭|断开|拔下|清洁|清洗|测量|观察|按压|松开|装上|启动|停止|操作|查看)(?=..)/u;

/** The name at the end of a run of text: what stands behind the last small word. */
function nameAtEnd(run: string): string {
  let from = 0;
  for (const { 0: word, index } of run.matchAll(BEFORE_NAME)) if (run.length - index - word.length >= 2) from = index + word.length;
  return run.slice(from).replace(ORDER, '');
}

export function isChineseName(text: string): boolean {
  const characters = [...text];
  return characters.length >= 2 && characters.length <= LONGEST_CHINESE && HAN.test(text);
}

/** No unit, no single letter, no sentence, no file or option. */
export function isEnglishName(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length > MOST_WORDS || /[.]\w|--|^-|\d/.test(text) || !/[A-Za-z]{2}/.test(text)) return false;
  return findQuantities(`1 ${text}`).every(({ dimension }) => dimension === 'none') && !NO_NAME.test(text);
}

const NO_NAME = /^(?:e\.?g\.?|i\.?e\.?|see|fig|figure|table|note|optional|default|yes|no|ok|on|off|true|false|null|or|and|the|a|an)\b/i;
