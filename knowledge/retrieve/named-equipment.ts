import type { DocumentSummary } from '../document/document.ts';
import { fold } from '../text/fold.ts';
import { simplifyHan } from '../text/han/simplify.ts';

/** A folded name shorter than this is named by chance ("A1"). */
const SHORTEST = 3;

/** The equipment names of the catalogue that a text names, in any writing ("KP-40", "kp 40", "KP40").
 *  A name inside a longer one does not count ("KP-4" in "KP-40"). */
export function namedEquipment(text: string, documents: readonly DocumentSummary[]): string[] {
  const names = new Set(documents.flatMap(({ equipment }) => equipment));
  const normal = simplifyHan(text.normalize('NFKC')).toLowerCase();
  return [...names].filter((name) => fold(name).length >= SHORTEST && namePattern(name).test(normal)).sort();
}

/** Matches the name in any writing, in a text of normal width, simplified Han and lower case (or with the flag "i"). */
export function namePattern(name: string, flags = 'u'): RegExp {
  const parts = simplifyHan(name.normalize('NFKC'))
    .toLowerCase()
    .match(/[a-z]+|\d+(?:\.\d+)?|[^\sa-z\d\-_./·]+/g) ?? [name.toLowerCase()];
  const joined = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\-_./·]{0,2}');
  return new RegExp(`(?<![a-z\\d])${joined}(?![a-z]|\\d|[.-]\\d)`, flags);
}
