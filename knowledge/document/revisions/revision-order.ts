type Label = { scheme: string; parts: number[] };

/** Positive where the first label is the later, 0 where they say the same, null where they cannot be compared: a letter
 *  against a number (drafts A, B, C often come before issues 0, 1, 2, and often after), or a label of another kind. */
export function compareLabels(a: string, b: string): number | null {
  const [one, two] = [parsed(a), parsed(b)];
  if (one === null || two === null) return plain(a) === plain(b) ? 0 : null;
  if (one.scheme !== two.scheme) return null;
  for (let index = 0; index < Math.max(one.parts.length, two.parts.length); index += 1) {
    const difference = (one.parts[index] ?? 0) - (two.parts[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Positive where the first ISO date is the later; 0 where they are the same as far as both are known (2024 and 2024-03). */
export function compareDates(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  const [one, two] = [a.slice(0, length), b.slice(0, length)];
  return one < two ? -1 : one > two ? 1 : 0;
}

function plain(label: string): string {
  return label
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/\s+/g, '')
    .replace(/^(?:REVISION|REV|ISSUE|EDITION|VERSION|VER|V)[.:]?(?=[A-Z]?\d|[A-Z]{1,2}$)/, '')
    .replace(/^第?(.+)[版次]$/, '$1');
}

function parsed(label: string): Label | null {
  const text = plain(label);
  if (/^[A-Z]$/.test(text)) return { scheme: 'letter', parts: [letter(text)] };
  if (/^(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?$/.test(text)) return { scheme: 'date', parts: text.split(/[-./]/).map(Number) };
  if (/^\d{1,4}(?:\.\d{1,4}){0,3}$/.test(text)) return { scheme: 'number', parts: text.split('.').map(Number) };
  const mixed = /^([A-Z])[-.]?(\d{1,3})$/.exec(text);
  return mixed ? { scheme: 'letter and number', parts: [letter(mixed[1]!), Number(mixed[2])] } : null;
}

function letter(text: string): number {
  return text.charCodeAt(0) - 64;
}
