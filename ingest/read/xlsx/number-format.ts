const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar, which counts a 29 February 1900 that never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 30, 31, 36, 50, 57]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 45, 46, 47]);
const BUILT_IN_DECIMALS = new Map([
  [1, 0],
  [2, 2],
  [3, 0],
  [4, 2],
]);
const BUILT_IN_PERCENT = new Map([
  [9, 0],
  [10, 2],
]);

/** A number as the sheet shows it: dates in ISO form, percents and fixed decimals as formatted, else the number itself
 *  without the noise of binary fractions. */
export function shownNumber(raw: string, format: string | number, from1904: boolean): string {
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  if (typeof format === 'number') {
    if (BUILT_IN_DATES.has(format)) return isoDate(value, from1904, format === 22);
    if (BUILT_IN_TIMES.has(format)) return clockTime(value);
    if (BUILT_IN_PERCENT.has(format)) return `${(value * 100).toFixed(BUILT_IN_PERCENT.get(format))}%`;
    const decimals = BUILT_IN_DECIMALS.get(format);
    return decimals === undefined ? plain(value) : value.toFixed(decimals);
  }
  const section = sectionFor(value, format);
  const pattern = section.replaceAll(/\[(h+|m+|s+)\]/gi, '$1').replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '');
  if (/[yd]|m{3}/i.test(pattern)) return isoDate(value, from1904, /h/i.test(pattern));
  if (/h|s/i.test(pattern) && !/0/.test(pattern.replaceAll(/[hms:.0]/gi, ''))) return clockTime(value);
  const decimals = /\.(0+)/.exec(pattern)?.[1]?.length ?? (/0/.test(pattern) && !/[#?.E]/.test(pattern) ? 0 : null);
  if (pattern.includes('%')) return `${(value * 100).toFixed(decimals ?? 0)}%`;
  return withWords(decimals === null ? plain(value) : value.toFixed(decimals), section);
}

/** Patterns for numbers above zero, below and zero are parted by semicolons; a sign of one's own stays the number's. */
function sectionFor(value: number, format: string): string {
  const sections = format.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return (value === 0 ? sections[2] : undefined) ?? sections[0]!;
}

/** Quoted, escaped or currency signs; conditions and colours; room of a width; any other sign. */
const TOKEN = /"(?<quoted>[^"]*)"|\\(?<escaped>.)|\[\$(?<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?<other>.)/gsu;

/** Units and signs that the pattern writes beside the number: 0.0" bar" shows 6.5 bar; a pattern of words alone shows them. */
function withWords(number: string, section: string): string {
  let [before, after] = ['', ''];
  let hasDigits = false;
  for (const { groups } of section.matchAll(TOKEN)) {
    const { quoted, escaped, sign, other } = groups!;
    if (other !== undefined && /[#0?@]/.test(other)) hasDigits = true;
    const words = quoted ?? escaped ?? sign ?? (other !== undefined && /[ $€£¥°]/u.test(other) ? other : '');
    if (hasDigits) after += words;
    else before += words;
  }
  if (!hasDigits) return before.trim() !== '' && !/general/i.test(section) ? before.trim() : number;
  return `${before}${number}${after}`.trim();
}

/** Fifteen digits are what the format keeps; the seventeenth of a double is noise (0.30000000000000004). */
function plain(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function isoDate(days: number, from1904: boolean, withTime: boolean): string {
  const date = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS));
  if (Number.isNaN(date.getTime())) return plain(days);
  return withTime ? date.toISOString().slice(0, 16).replace('T', ' ') : date.toISOString().slice(0, 10);
}

function clockTime(days: number): string {
  const minutes = Math.round(days * 24 * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
