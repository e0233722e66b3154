import { simplifyHan } from './han/simplify.ts';

/** A name reduced to what people hear: width, case, hyphens, dots, underscores and spaces apart ("KP-40" = "kp 40" = "ＫＰ４０"),
 *  traditional characters as simplified ones. */
export function fold(name: string): string {
  return simplifyHan(name.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/[\s\-_./·‐‑‒–—]+/g, '');
}
