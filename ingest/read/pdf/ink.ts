/** What the ink of letters reaches above and below the baseline, in shares of the type size: the means of the usual text faces. */
type Reach = { up: number; down: number };

const CLASSES: [RegExp, Reach][] = [
  // Low marks of Chinese print stand on the line; its characters fill their square but for a narrow rim.
  [/[\u3001\u3002\uff0c\uff0e\uff1b\uff1a\uff01]/u, { up: 0.5, down: 0.09 }],
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3003-\u303f\uff00-\uff5e]/u, { up: 0.85, down: 0.09 }],
  [/[()[\]{}|/\\@§]/u, { up: 0.75, down: 0.2 }],
  [/[\u2500-\u257f]/u, { up: 0.86, down: 0.24 }],
  [/[\u00c0-\u00dd]/u, { up: 0.88, down: 0.01 }],
  [/[jßþ$&]/u, { up: 0.74, down: 0.2 }],
  [/[gpqyçμ]/u, { up: 0.54, down: 0.22 }],
  [/[,;„‚]/u, { up: 0.12, down: 0.14 }],
  [/[Q_]/u, { up: 0.3, down: 0.14 }],
  [/[acemnorsuvwxz:.·•–—~=<>+*…-]/u, { up: 0.54, down: 0.01 }],
];
/** Capitals, digits and letters with a stem. */
const TALL: Reach = { up: 0.74, down: 0.01 };

/** Where the ink of a text begins and ends vertically; null for a text without any. Units and direction: those of the baseline (y down). */
export function inkOf(text: string, baseline: number, size: number): { top: number; bottom: number } | null {
  let [up, down] = [-1, -1];
  for (const character of new Set(text)) {
    if (character.trim() === '') continue;
    const reach = CLASSES.find(([pattern]) => pattern.test(character))?.[1] ?? TALL;
    up = Math.max(up, reach.up);
    down = Math.max(down, reach.down);
  }
  return up < 0 ? null : { top: baseline - up * size, bottom: baseline + down * size };
}
