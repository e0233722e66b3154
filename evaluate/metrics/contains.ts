/** True where `text` holds every expected string or one of its accepted spellings.
 *  Apart from width (NFKC), spaces, [n] marks and Markdown's backslashes the writing must be the same, case included. A number is matched whole:
 *  "5 bar" is not in "15 bar", "0.5" not in "10.5" or "0.55", "1200" not in "1200.5". */
export function containsAll(text: string, expected: readonly string[], accept: Record<string, string[]> = {}): boolean {
  const written = text.replaceAll(/(?<!\\)\[\d+\]/g, ' ').normalize('NFKC');
  const shown = written.replaceAll(/\\(?=[[\]<#>`~|=-])/g, '');
  return expected.every((wanted) =>
    [wanted, ...(Object.hasOwn(accept, wanted) ? accept[wanted]! : [])].some((spelling) => {
      const pattern = patternOf(spelling);
      return pattern.test(written) || pattern.test(shown);
    }),
  );
}

/** The spelling with any spaces between its characters, bounded where it begins or ends with a digit. */
function patternOf(spelling: string): RegExp {
  const characters = [...spelling.normalize('NFKC').replaceAll(/\s+/g, '')];
  const body = characters.map((character) => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s*');
  const before = /^\d/.test(characters[0] ?? '') ? String.raw`(?<!\d|\d[.,])` : '';
  const after = /\d$/.test(characters.at(-1) ?? '') ? String.raw`(?!\d|[.,]\d)` : '';
  return new RegExp(before + body + after, 'u');
}
