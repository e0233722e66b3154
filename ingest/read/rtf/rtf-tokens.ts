/** A control word with its number, the start or end of a group, or bytes of text (Latin-1 characters stand for bytes). */
export type RtfToken =
  | { kind: 'open' | 'close' }
  | { kind: 'word'; name: string; value: number | null; starred: boolean }
  | { kind: 'bytes'; text: string };

const WORD = /\\(?<name>[a-zA-Z]{1,32})(?<value>-?\d{1,10})? ?/y;
const PLAIN = /[^\\{}\r\n]+/y;

/** The tokens of an RTF file given as Latin-1 text. Binary data is passed over.
 *  Source: Rich Text Format Specification 1.9.1, "Conventions of an RTF Reader". */
export function* rtfTokens(rtf: string): Generator<RtfToken> {
  let at = 0;
  let starred = false;
  while (at < rtf.length) {
    const sign = rtf[at]!;
    if (sign === '{' || sign === '}') {
      yield { kind: sign === '{' ? 'open' : 'close' };
      at += 1;
    } else if (sign === '\r' || sign === '\n') at += 1;
    else if (sign !== '\\') {
      PLAIN.lastIndex = at;
      const text = PLAIN.exec(rtf)![0];
      yield { kind: 'bytes', text };
      at += text.length;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(rtf);
      if (word) {
        const { name, value } = word.groups as { name: string; value?: string };
        at += word[0].length;
        // More than there is left is a lie: nothing is passed over then.
        const binary = name === 'bin' ? Math.max(0, Number(value ?? 0)) : 0;
        if (name === 'bin') at += at + binary <= rtf.length ? binary : 0;
        else yield { kind: 'word', name, value: value === undefined ? null : Number(value), starred };
        starred = false;
      } else {
        const { token, length, star } = symbolAt(rtf, at);
        if (token) yield token;
        starred = star;
        at += length;
      }
    }
  }
}

function symbolAt(rtf: string, at: number): { token: RtfToken | null; length: number; star: boolean } {
  const sign = rtf[at + 1] ?? '';
  const word = (name: string): RtfToken => ({ kind: 'word', name, value: null, starred: false });
  if (sign === "'") {
    const code = Number.parseInt(rtf.slice(at + 2, at + 4), 16);
    return { token: Number.isNaN(code) ? null : { kind: 'bytes', text: String.fromCharCode(code) }, length: 4, star: false };
  }
  if (sign === '*') return { token: null, length: 2, star: true };
  if (sign === '~') return { token: { kind: 'bytes', text: ' ' }, length: 2, star: false };
  if (sign === '_') return { token: { kind: 'bytes', text: '-' }, length: 2, star: false };
  if (sign === '\n' || sign === '\r') return { token: word('par'), length: 2, star: false };
  if (sign === '\\' || sign === '{' || sign === '}') return { token: { kind: 'bytes', text: sign }, length: 2, star: false };
  return { token: null, length: 2, star: false };
}
