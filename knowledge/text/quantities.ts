import type { Quantity } from '../document/passage.ts';

type Unit = { spelled: string; dimension: string; factor: number; offset?: number };

/** Spellings (as regular expressions), the one that is kept, and the way to the SI unit: si = value * factor + offset.
 *  Factors by the SI brochure (BIPM, 9th edition) and its tables of other units. */
const UNITS: [string, Unit][] = [
  ['N[·.⋅•*]?m|牛[·.]?米|newton[- ]met(?:re|er)s?', { spelled: 'N·m', dimension: 'torque', factor: 1 }],
  ['kgf[·.]?m', { spelled: 'kgf·m', dimension: 'torque', factor: 9.80665 }],
  ['lbf?[·.\\- ]?ft|ft[·.\\- ]?lbf?', { spelled: 'lbf·ft', dimension: 'torque', factor: 1.3558179483 }],
  ['mbar', { spelled: 'mbar', dimension: 'pressure', factor: 100 }],
  ['bar(?:\\s?\\(?[ga]\\)?)?', { spelled: 'bar', dimension: 'pressure', factor: 1e5 }],
  ['MPa|兆帕', { spelled: 'MPa', dimension: 'pressure', factor: 1e6 }],
  ['kPa|千帕', { spelled: 'kPa', dimension: 'pressure', factor: 1e3 }],
  ['hPa', { spelled: 'hPa', dimension: 'pressure', factor: 100 }],
  ['Pa', { spelled: 'Pa', dimension: 'pressure', factor: 1 }],
  ['psi(?:g|a)?', { spelled: 'psi', dimension: 'pressure', factor: 6894.757293168 }],
  ['°\\s?C|℃|摄氏度|deg(?:rees)? ?C(?:elsius)?', { spelled: '°C', dimension: 'temperature', factor: 1, offset: 273.15 }],
  ['°\\s?F|℉', { spelled: '°F', dimension: 'temperature', factor: 5 / 9, offset: 459.67 * (5 / 9) }],
  ['K', { spelled: 'K', dimension: 'temperature', factor: 1 }],
  ['m3\\/h|m³\\/h|立方米\\/?(?:每)?小?时', { spelled: 'm³/h', dimension: 'flow', factor: 1 / 3600 }],
  ['m3\\/min|m³\\/min', { spelled: 'm³/min', dimension: 'flow', factor: 1 / 60 }],
  ['[lL]\\/min|升\\/分', { spelled: 'L/min', dimension: 'flow', factor: 1e-3 / 60 }],
  ['[lL]\\/h|升\\/时', { spelled: 'L/h', dimension: 'flow', factor: 1e-3 / 3600 }],
  ['[lL]\\/s', { spelled: 'L/s', dimension: 'flow', factor: 1e-3 }],
  ['m\\/s[²2]', { spelled: 'm/s²', dimension: 'acceleration', factor: 1 }],
  ['mg\\/m[³3]|毫克\\/立方米', { spelled: 'mg/m³', dimension: 'concentration', factor: 1e-6 }],
  ['g\\/[lL]', { spelled: 'g/L', dimension: 'concentration', factor: 1 }],
  ['mg\\/[lL]', { spelled: 'mg/L', dimension: 'concentration', factor: 1e-3 }],
  ['[µμu]S\\/cm', { spelled: 'µS/cm', dimension: 'conductivity', factor: 1e-4 }],
  ['mm[²2]|平方毫米', { spelled: 'mm²', dimension: 'area', factor: 1e-6 }],
  ['cm[²2]|平方厘米', { spelled: 'cm²', dimension: 'area', factor: 1e-4 }],
  ['m[²2]|平方米', { spelled: 'm²', dimension: 'area', factor: 1 }],
  ['mm\\/s', { spelled: 'mm/s', dimension: 'velocity', factor: 1e-3 }],
  ['m\\/min', { spelled: 'm/min', dimension: 'velocity', factor: 1 / 60 }],
  ['m\\/s', { spelled: 'm/s', dimension: 'velocity', factor: 1 }],
  ['mm|毫米', { spelled: 'mm', dimension: 'length', factor: 1e-3 }],
  ['µm|μm|um|microns?|微米', { spelled: 'µm', dimension: 'length', factor: 1e-6 }],
  ['cm|厘米', { spelled: 'cm', dimension: 'length', factor: 1e-2 }],
  ['km|公里', { spelled: 'km', dimension: 'length', factor: 1e3 }],
  ['in(?:ch(?:es)?)?|英寸|"', { spelled: 'in', dimension: 'length', factor: 0.0254 }],
  ['ft|feet', { spelled: 'ft', dimension: 'length', factor: 0.3048 }],
  ['m3|m³|立方米', { spelled: 'm³', dimension: 'volume', factor: 1 }],
  ['m|米|met(?:re|er)s?', { spelled: 'm', dimension: 'length', factor: 1 }],
  ['m[lL]|毫升', { spelled: 'mL', dimension: 'volume', factor: 1e-6 }],
  ['[lL]|升|lit(?:re|er)s?', { spelled: 'L', dimension: 'volume', factor: 1e-3 }],
  ['kg|公斤|千克', { spelled: 'kg', dimension: 'mass', factor: 1 }],
  ['g|克|grams?', { spelled: 'g', dimension: 'mass', factor: 1e-3 }],
  ['t|吨|tonnes?', { spelled: 't', dimension: 'mass', factor: 1e3 }],
  ['kN', { spelled: 'kN', dimension: 'force', factor: 1e3 }],
  ['N|牛顿?', { spelled: 'N', dimension: 'force', factor: 1 }],
  ['rpm|r\\/min|min-1|min⁻¹|1\\/min|转\\/分钟?', { spelled: 'r/min', dimension: 'speed', factor: 1 / 60 }],
  ['kHz', { spelled: 'kHz', dimension: 'frequency', factor: 1e3 }],
  ['MHz', { spelled: 'MHz', dimension: 'frequency', factor: 1e6 }],
  ['Hz|赫兹', { spelled: 'Hz', dimension: 'frequency', factor: 1 }],
  ['kW|千瓦', { spelled: 'kW', dimension: 'power', factor: 1e3 }],
  ['W|瓦', { spelled: 'W', dimension: 'power', factor: 1 }],
  ['hp|马力', { spelled: 'hp', dimension: 'power', factor: 745.69987 }],
  ['kVA', { spelled: 'kVA', dimension: 'apparent power', factor: 1e3 }],
  ['kV|千伏', { spelled: 'kV', dimension: 'voltage', factor: 1e3 }],
  ['mV|毫伏', { spelled: 'mV', dimension: 'voltage', factor: 1e-3 }],
  ['V(?:AC|DC|ac|dc)?|伏特?', { spelled: 'V', dimension: 'voltage', factor: 1 }],
  ['mA|毫安', { spelled: 'mA', dimension: 'current', factor: 1e-3 }],
  ['A|安培?', { spelled: 'A', dimension: 'current', factor: 1 }],
  ['MΩ|兆欧', { spelled: 'MΩ', dimension: 'resistance', factor: 1e6 }],
  ['kΩ|千欧', { spelled: 'kΩ', dimension: 'resistance', factor: 1e3 }],
  ['Ω|Ω|欧姆?|ohms?', { spelled: 'Ω', dimension: 'resistance', factor: 1 }],
  ['dB\\(A\\)|dB', { spelled: 'dB', dimension: 'level', factor: 1 }],
  ['%|percent|百分之', { spelled: '%', dimension: 'share', factor: 0.01 }],
  ['ms|毫秒', { spelled: 'ms', dimension: 'time', factor: 1e-3 }],
  ['s|sec(?:onds?)?|秒钟?', { spelled: 's', dimension: 'time', factor: 1 }],
  ['min(?:utes?)?|分钟', { spelled: 'min', dimension: 'time', factor: 60 }],
  [
    'h|hrs?|(?:(?:operating|running|service|working) )?hours?|个?(?:运行|工作|运转)?小时',
    { spelled: 'h', dimension: 'time', factor: 3600 },
  ],
  ['days?|d|天|日', { spelled: 'd', dimension: 'time', factor: 86_400 }],
  ['weeks?|周|个?星期', { spelled: 'week', dimension: 'time', factor: 604_800 }],
  ['months?|个月', { spelled: 'month', dimension: 'time', factor: 2_629_746 }],
  ['years?|年', { spelled: 'year', dimension: 'time', factor: 31_556_952 }],
];

const NUMBER = '[-+−–]?\\d{1,3}(?:[,\\u202f ]\\d{3})+(?:\\.\\d+)?|[-+−–]?\\d+(?:\\.\\d+)?';
const UNIT = UNITS.map(([pattern]) => `(?:${pattern})`).join('|');
const JOINT = '\\s*(?<joint>±|\\+\\/-|\\.\\.\\.?|…|–|—|−|-|~|～|〜|to|至|到)\\s*';
/** A number, perhaps a second (range or tolerance), and a unit that ends where a word ends. */
const QUANTITY = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}_./]|[\\p{Script=Latin}\\p{N}]-)(?<first>${NUMBER})(?:\\s?(?:${UNIT})?${JOINT}(?<second>${NUMBER.replaceAll('[-+−–]?', '[+−]?')}))?\\s?(?<unit>${UNIT})(?![\\p{Script=Latin}\\p{N}²³/·])`,
  'gu',
);
const EXACT = UNITS.map(([pattern, unit]) => ({ pattern: new RegExp(`^(?:${pattern})$`, 'u'), unit }));

/** A value is given in other units from here to there: nobody writes 600,000 Pa or 0.0006 GPa. */
const [SMALLEST, LARGEST] = [0.01, 20_000];
/** A converted value is rounded, as people round it; a little more than this off (relative), and nobody writes it. */
const ROUNDED_OFF = 0.005;
/** Hours are said in days only where that gives whole or half ones, as near as this (relative; months differ in length). */
const TIME_OFF = 0.0005;

/** A value in the other units of its dimension, as people would write it: "0.6 MPa" -> "6 bar", "600 kPa", "87 psi".
 *  Ranges have none: they are seldom said in two units alike. */
export function inOtherUnits({ value, valueMax, si, unit, dimension }: Quantity): string[] {
  if (value !== valueMax) return [];
  const spelled = new Map(UNITS.map(([, each]) => [each.spelled, each]));
  return [...spelled.values()].flatMap((other) => {
    if (other.dimension !== dimension || other.spelled === unit) return [];
    const exact = valueIn(other, si);
    const size = Math.abs(exact);
    const round = roundedAsWritten(exact);
    const isTime = dimension === 'time';
    if (size < SMALLEST || size > LARGEST || (isTime && !Number.isInteger(2 * round))) return [];
    return Math.abs(round - exact) > (isTime ? TIME_OFF : ROUNDED_OFF) * size ? [] : [`${round} ${other.spelled}`];
  });
}

function valueIn({ factor, offset = 0 }: Unit, si: number): number {
  return (si - offset) / factor;
}

/** A whole number where it is near one, else three digits. */
function roundedAsWritten(value: number): number {
  const whole = Math.round(value);
  return Math.abs(whole - value) <= ROUNDED_OFF * Math.abs(value) ? whole : Number(value.toPrecision(3));
}

const ASKED_UNIT = new RegExp(
  `(?:\\b(?:[Ii]n|into|to|[Hh]ow many)|多少|几|用|以|为|成|是)\\s*(?<unit>${UNIT})(?![\\p{Script=Latin}\\p{N}²³/·])`,
  'gu',
);
/** Words that are units only behind a number: "in a", "to t", "in s". */
const LONE_LETTER = /^[a-zA-Z"]$/;

/** A unit that a question wants its answer in, as it says it; `start` and `end` in UTF-16 code units. */
export type NamedUnit = { text: string; unit: string; dimension: string; start: number; end: number };

/** The units that a question wants its answer in: "in bar", "how many psi", 多少兆帕. */
export function namedUnits(question: string): NamedUnit[] {
  return [...question.matchAll(ASKED_UNIT)].flatMap(({ 0: whole, index, groups }) => {
    const text = groups!.unit!;
    const end = index + whole.length;
    const known = LONE_LETTER.test(text) || text === 'in' ? undefined : EXACT.find(({ pattern }) => pattern.test(text))?.unit;
    return known === undefined ? [] : [{ text, unit: known.spelled, dimension: known.dimension, start: end - text.length, end }];
  });
}

/** The same, and those that it states a value in, as units are kept. */
export function askedUnits(question: string): string[] {
  return [...new Set([...namedUnits(question), ...findQuantities(question)].map(({ unit }) => unit))];
}

/** A value or range in another unit of its dimension, to three digits (whole from 1,000 on): "0.6 MPa" in bar is "6 bar"; null where the unit
 *  measures something else, or is its own. */
export function inUnit({ si, siMax, unit, dimension }: Quantity, wanted: string): string | null {
  const other = UNITS.map(([, each]) => each).find(({ spelled }) => spelled === wanted);
  if (other === undefined || other.dimension !== dimension || wanted === unit) return null;
  const [from, to] = [si, siMax].map((value) => {
    const exact = valueIn(other, value);
    return Math.abs(exact) >= 1_000 ? Math.round(exact) : Number(exact.toPrecision(3));
  });
  return `${from === to ? from : `${from}–${to}`} ${wanted}`;
}

/** The quantities with a known unit in a text, in order: values, ranges ("10–15 mm", "5 至 8 bar") and tolerances ("25 ± 2 N·m"). */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(QUANTITY)) {
    const { first, second, joint, unit } = match.groups as Record<'first' | 'unit', string> & { second?: string; joint?: string };
    const known = EXACT.find(({ pattern }) => pattern.test(unit))?.unit;
    if (known === undefined) continue;
    const ends = endsOf(numberOf(first), second === undefined ? null : numberOf(second), joint);
    const si = (value: number) => value * known.factor + (known.offset ?? 0);
    found.push({
      text: match[0],
      value: ends[0],
      valueMax: ends[1],
      unit: known.spelled,
      dimension: known.dimension,
      si: si(ends[0]),
      siMax: si(ends[1]),
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return found;
}

function endsOf(first: number, second: number | null, joint: string | undefined): [number, number] {
  if (second === null) return [first, first];
  if (joint === '±' || joint === '+/-') return [first - Math.abs(second), first + Math.abs(second)];
  return first <= second ? [first, second] : [second, first];
}

function numberOf(text: string): number {
  return Number(text.replaceAll(/[,\u202f ]/g, '').replaceAll(/[−–]/g, '-'));
}
