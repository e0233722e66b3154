/** The text cut around the quotation, white space apart; ["text", "", ""] where it does not hold it. */
export function markedParts(text: string, quote: string): [before: string, quoted: string, after: string] {
  const pattern = quote
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  const match = pattern === '' ? null : new RegExp(pattern).exec(text);
  if (!match) return [text, '', ''];
  return [text.slice(0, match.index), match[0], text.slice(match.index + match[0].length)];
}
