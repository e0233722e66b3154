/** A name reduced to what people hear: width, case, hyphens, dots, underscores and spaces apart ("KP-40" = "kp 40" = "ＫＰ４０"). */
export function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\-_./·‐‑‒–—]+/g, '');
}
