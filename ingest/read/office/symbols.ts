/** The signs of the font "Symbol" that manuals use, by their place in it (without the F0 before).
 *  Source: Adobe's Symbol encoding. */
const SYMBOL: Record<number, string> = {
  68: 'Δ',
  70: 'Φ',
  83: 'Σ',
  87: 'Ω',
  97: 'α',
  98: 'β',
  103: 'γ',
  100: 'δ',
  104: 'η',
  106: 'φ',
  108: 'λ',
  109: 'µ',
  112: 'π',
  114: 'ρ',
  115: 'σ',
  119: 'ω',
  163: '≤',
  171: '↔',
  172: '←',
  173: '↑',
  174: '→',
  175: '↓',
  176: '°',
  177: '±',
  179: '≥',
  180: '×',
  183: '•',
  184: '÷',
  185: '≠',
  187: '≈',
  198: '∅',
  214: '√',
  215: '·',
};

/** A sign given by font and place; '' where its look is not known (dingbats). */
export function symbolText(font: string, code: number): string {
  const place = code & 0xff;
  if (/^symbol/i.test(font)) return SYMBOL[place] ?? '';
  return code >= 0xf000 && code <= 0xf0ff ? '' : String.fromCodePoint(code);
}
