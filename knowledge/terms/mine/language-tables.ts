import { type BilingualPair, isChineseName, isEnglishName } from './bilingual.ts';

const CELL_BORDER = ' | ';
const CHINESE_COLUMN = /^(?:中文|汉语|中文(?:名称?|术语|含义|说明|译名)|Chinese(?: (?:name|term))?)$/iu;
const ENGLISH_COLUMN = /^(?:英文|英语|英文(?:名称?|术语|全称)|English(?: (?:name|term))?)$/iu;

/** The rows of tables whose header names a column of each language. The text holds a table one row a line, header first. */
export function pairsOfTables(text: string): BilingualPair[] {
  const found: BilingualPair[] = [];
  let columns: { chinese: number; english: number } | null = null;
  for (const line of text.split('\n')) {
    const cells = line.split(CELL_BORDER).map((cell) => cell.trim());
    if (cells.length < 2) columns = null;
    else if (columns === null || cells.some((cell) => CHINESE_COLUMN.test(cell))) columns = columnsOf(cells);
    else {
      const [chinese, english] = [cells[columns.chinese] ?? '', cells[columns.english] ?? ''];
      if (isChineseName(chinese) && isEnglishName(english)) found.push({ chinese, english: [english] });
    }
  }
  return found;
}

function columnsOf(header: readonly string[]): { chinese: number; english: number } | null {
  const [chinese, english] = [CHINESE_COLUMN, ENGLISH_COLUMN].map((column) => header.findIndex((cell) => column.test(cell)));
  return chinese === -1 || english === -1 ? null : { chinese: chinese!, english: english! };
}
