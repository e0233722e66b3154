const FIGURE = /^(?:figure|fig\.?|picture|photo|illustration|abbildung)\s*[A-Z]?\d+(?:[-.–]\d+)*\b|^图\s*[A-Z]?\d+(?:[-.–]\d+)*/i;
const TABLE = /^(?:table|tab\.|tabelle)\s*[A-Z]?\d+(?:[-.–]\d+)*\b|^(?:续?表)\s*[A-Z]?\d+(?:[-.–]\d+)*/i;

/** Longest caption in characters: longer paragraphs that begin so speak about the figure. */
const MAX_LENGTH = 240;

/** Whether a paragraph is the caption of a figure or a table. "Table 3 shows the values." is a sentence about one. */
export function captionKind(text: string): 'figure' | 'table' | null {
  if (text.length > MAX_LENGTH) return null;
  for (const [kind, pattern] of [
    ['figure', FIGURE],
    ['table', TABLE],
  ] as const) {
    const found = pattern.exec(text);
    if (!found) continue;
    const rest = text.slice(found[0].length);
    return /^\s*(?:[:：.–—-]|\(|（|$)/.test(rest) || isTitle(rest) ? kind : null;
  }
  return null;
}

/** A title begins with a capital, a digit or a Chinese character and does not end as a sentence does. */
function isTitle(rest: string): boolean {
  return (
    /^\s*[\p{Lu}\d\p{Script=Han}]/u.test(rest) &&
    !/[。；;]$/.test(rest) &&
    !(/\.$/.test(rest) && /\s(?:is|are|shows?|lists?|gives?|contains?)\s/.test(rest))
  );
}
