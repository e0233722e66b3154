const NUMBER = String.raw`[A-Z]?\d{1,3}(?:[-.–]\d{1,3})*`;
const CAPTION = new RegExp(String.raw`^(?:figure|fig\.?|abbildung|图)\s*(${NUMBER})`, 'iu');
/** "see figure 4-2", "Figs. 3 and 4", "如图 4-2 所示", "图3、图4". */
const NAMED = new RegExp(
  String.raw`(?:(?<!\p{L})(?:figures?|figs?\.?)|图)\s*(${NUMBER}(?:\s*(?:,|and|or|to|、|和|及|或|至)\s*${NUMBER})*)`,
  'giu',
);

/** The number that a caption gives its figure ("4-2" of "Figure 4.2: Feet"); null where it gives none. */
export function figureNumber(caption: string | null): string | null {
  const number = caption === null ? undefined : CAPTION.exec(caption)?.[1];
  return number === undefined ? null : plain(number);
}

/** Numbers of the figures that a text names. */
export function namedFigures(text: string): Set<string> {
  const numbers = [...text.matchAll(NAMED)].flatMap((match) => match[1]!.match(new RegExp(NUMBER, 'giu')) ?? []);
  return new Set(numbers.map(plain));
}

/** "4-2", "4.2" and "4–2" are written for the same figure. */
const plain = (number: string): string => number.toUpperCase().replace(/[.–]/g, '-');
