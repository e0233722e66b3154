import { findQuantities } from '../../knowledge/text/quantities.ts';
import { trueOrder } from './corruptions.ts';
import type { TrueStatement } from './statements.ts';

type Maker = (statement: TrueStatement, random: () => number) => string | null;

/** Ways to say the same in other words, shorter or longer; null where the way does not apply. */
export const RESTATEMENTS: Record<string, Maker> = {
  same: ({ text }) => text,
  introduced: ({ text, language }) =>
    language === 'zh' ? `根据手册的要求，${text}` : `According to the manual, ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
  converted: ({ text }) => {
    const quantity = findQuantities(text).find(({ unit, value, valueMax }) => CONVERSIONS[unit] && value === valueMax);
    if (!quantity) return null;
    const { unit, factor } = CONVERSIONS[quantity.unit]!;
    return `${text.slice(0, quantity.start)}${Number((quantity.value * factor).toPrecision(4))} ${unit}${text.slice(quantity.end)}`;
  },
  reworded: ({ text }) => {
    const changed = SYNONYMS.reduce((rest, [pattern, other]) => rest.replace(pattern, other), text);
    return changed === text ? null : changed;
  },
  shortened: ({ text, language }) => {
    const parts = text.split(language === 'zh' ? /[，；]/ : /[,;] /);
    return parts.length >= 2 &&
      parts[0]!.length >= 18 &&
      !/^(?:if|when|where|before|after|until|unless|only)\b|[时若如果后前]$/i.test(parts[0]!)
      ? `${parts[0]}.`
      : null;
  },
  polite: ({ text, language }) => {
    if (language === 'zh') return /^(?:检查|关闭|打开|拆下|安装|清洁|排空|测量|记录|拧紧|恢复)/.test(text) ? `请${text}` : null;
    return /^(?:Close|Open|Remove|Check|Tighten|Fill|Drain|Clean|Measure|Push|Pull|Turn|Fit|Set|Switch|Lock) /.test(text)
      ? `You have to ${text.charAt(0).toLowerCase()}${text.slice(1)}`
      : null;
  },
  inOrder: trueOrder,
};

const CONVERSIONS: Record<string, { unit: string; factor: number }> = {
  bar: { unit: 'MPa', factor: 0.1 },
  MPa: { unit: 'bar', factor: 10 },
  mm: { unit: 'cm', factor: 0.1 },
  kg: { unit: 'g', factor: 1000 },
  L: { unit: 'mL', factor: 1000 },
  min: { unit: 's', factor: 60 },
  kW: { unit: 'W', factor: 1000 },
  kHz: { unit: 'Hz', factor: 1000 },
  h: { unit: 'min', factor: 60 },
};

const SYNONYMS: [RegExp, string][] = [
  [/\btighten\b/i, 'fasten'],
  [/\breplace\b/i, 'exchange'],
  [/\bcheck\b/i, 'inspect'],
  [/\bevery\b/i, 'each'],
  [/\bmust\b(?! not)/i, 'has to'],
  [/\bswitch off\b/i, 'turn off'],
  [/\bremove\b/i, 'take off'],
  [/\bapproximately\b|\babout\b/i, 'roughly'],
  [/\bdo not\b/i, 'never'],
  [/检查/, '查看'],
  [/更换/, '替换'],
  [/必须/, '务必'],
  [/严禁/, '禁止'],
  [/不得/, '不允许'],
  [/约/, '大约'],
];
