import type { PassageStore, StoreFilter } from '../store/passage-store.ts';
import { codeWritings } from '../text/code-writings.ts';
import { findCodes, normalizeCode } from '../text/codes.ts';

/** A code as it was asked for, and as the documents write it; several where they do in several ways alike near. */
export type ResolvedCode = { code: string; as: string[] };

/** A code in a question. `others`: further writings of it to try, in steps. `bare`: it is a code only where some row is called so. */
export type AskedCode = { code: string; others: string[][]; start: number; end: number; bare: boolean };

/** A number right behind a word for codes ("fault 407", "报警代码 407"): a code whose letters were left out. */
const NUMBER_OF_CODE =
  /(?<=(?:\b(?:fault|alarm|error|warning|trip|parameter|code)s?(?: (?:code|no\.?|number))?|故障码?|报警码?|警告|参数|代码)[号：:#\s]{0,2})\d{2,5}(?![\d\p{Script=Latin}]|[-.,]\d|\s?[%°年月日天次])/giu;
/** Letters and digits in any writing, wider than what is surely a code: "stk600-dip", "8EA32"; and parted by a space: "t 4". */
const PERHAPS = /(?<![\p{Script=Latin}\p{N}_-])[a-z]{0,5}[-_.]?\d+[a-z\d]*(?:[-_./][a-z\d]+)*(?![\p{Script=Latin}\p{N}_])/giu;
const PERHAPS_PARTED = /(?<![\p{Script=Latin}\p{N}_-])[a-z]{1,5} \d+[a-z\d]*(?:[-_./][a-z\d]+)*(?![\p{Script=Latin}\p{N}_])/giu;

/** The codes of a question; bare ones may overlap sure ones. */
export function askedCodes(text: string): AskedCode[] {
  const sure = findCodes(text).map(({ code, start, end }): AskedCode => ({ code, others: codeWritings(code), start, end, bare: false }));
  const found = (pattern: RegExp, writings: (code: string) => string[][]) =>
    [...text.matchAll(pattern)].map(({ 0: written, index: start }): AskedCode => {
      const code = normalizeCode(written);
      return { code, others: writings(code), start, end: start + written.length, bare: true };
    });
  const named = [...found(PERHAPS, () => []), ...found(PERHAPS_PARTED, () => [])].filter(({ code }) => /[A-Z].*\d|\d.*[A-Z]/.test(code));
  return [...sure, ...found(NUMBER_OF_CODE, codeWritings), ...named];
}

/** A code of the question with what it turned out to be. */
export type FoundWriting = AskedCode & ResolvedCode;

/** How the documents of the filter write each code: as asked where a row has it so, or else in the nearest writing that a row has.
 *  Codes that no row has in any writing stay as asked; bare ones that none has are left out. None overlaps another: what names a
 *  row goes before what does not, then the longer one. */
export async function resolveCodes(
  asked: readonly AskedCode[],
  store: Pick<PassageStore, 'search'>,
  filter?: StoreFilter,
): Promise<FoundWriting[]> {
  const exact = await rowsWith(
    asked.map(({ code }) => code),
    store,
    filter,
  );
  const open = asked.filter(({ code }) => !exact.has(code));
  const written = await rowsWith(
    open.flatMap(({ others }) => others.flat()),
    store,
    filter,
  );
  const keyed = [
    ...asked.filter(({ code }) => exact.has(code)).map((each) => ({ ...each, as: [each.code] })),
    ...open.flatMap((each) => {
      const as = each.others.map((step) => step.filter((key) => written.has(key))).find(({ length }) => length > 0);
      return as === undefined ? [] : [{ ...each, as }];
    }),
  ];
  const rest = asked.filter(({ bare }) => !bare).map((each) => ({ ...each, as: [each.code] }));
  return withoutOverlaps([...keyed.sort((a, b) => b.end - b.start - (a.end - a.start)), ...rest]);
}

/** Earlier ones go before later ones. */
function withoutOverlaps(found: readonly FoundWriting[]): FoundWriting[] {
  const kept: FoundWriting[] = [];
  for (const each of found) if (kept.every(({ start, end }) => end <= each.start || start >= each.end)) kept.push(each);
  return kept.sort((a, b) => a.start - b.start);
}

/** Which of the keys some row carries. */
async function rowsWith(keys: readonly string[], store: Pick<PassageStore, 'search'>, filter?: StoreFilter): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const found = await store.search({ terms: [], keys: [...new Set(keys)], limit: 1, ...(filter && { filter }) });
  return new Set(found.filter(({ recordId }) => recordId !== null).flatMap(({ matchedKeys }) => matchedKeys));
}

/** The text with its codes in the one writing that the index has: "fault E 407" -> "fault E407", "Ｐ１．０３" -> "P1-03". */
export function withResolvedCodes(text: string, found: readonly FoundWriting[]): string {
  let said = '';
  let from = 0;
  for (const { as, start, end } of found) {
    said += `${text.slice(from, start)} ${as[0]} `;
    from = end;
  }
  return said + text.slice(from);
}
