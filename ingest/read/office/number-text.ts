/** How word processors write the number of a list item, by the names of OOXML (17.18.59 ST_NumberFormat) and ODF (num-format). */
export function numberText(value: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
    case 'a':
      return letters(value).toLowerCase();
    case 'upperLetter':
    case 'A':
      return letters(value);
    case 'lowerRoman':
    case 'i':
      return roman(value).toLowerCase();
    case 'upperRoman':
    case 'I':
      return roman(value);
    case 'decimalZero':
      return value < 10 ? `0${value}` : String(value);
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
    case '①, ②, ③, ...':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x2460 + value - 1) : String(value);
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'ideographDigital':
    case 'japaneseCounting':
    case 'taiwaneseCountingThousand':
    case '一, 二, 三, ...':
      return chinese(value);
    case 'none':
    case '':
      return '';
    default:
      return String(value);
  }
}

/** a .. z, aa, bb, ...: as Word goes on after z. */
function letters(value: number): string {
  if (value < 1) return String(value);
  const letter = String.fromCharCode(65 + ((value - 1) % 26));
  return letter.repeat(Math.min(8, Math.floor((value - 1) / 26) + 1));
}

const ROMAN: [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  let text = '';
  let rest = value;
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  }
  return text;
}

const DIGITS = '零一二三四五六七八九';

function chinese(value: number): string {
  if (value < 1 || value > 99) return String(value);
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  if (tens === 0) return DIGITS[ones]!;
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`;
}
