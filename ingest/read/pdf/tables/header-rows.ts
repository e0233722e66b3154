import { cellText, type DraftCell } from './page-table.ts';

/** Words that head columns, in tables without any other sign of a header. */
const HEADER_WORDS =
  /^(?:no\.?|nr\.?|pos\.?|item|code|parameter|name|value|unit|range|default|description|function|meaning|cause|remedy|action|interval|part|part no\.?|quantity|qty\.?|size|type|model|signal|pin|terminal|symbol|fault|alarm|error|min\.?|max\.?|typ\.?)\b|^(?:序号|编号|代码|名称|参数|数值|单位|范围|默认值|出厂值|设定范围|说明|描述|功能|含义|原因|措施|处理方法|对策|周期|零件号|数量|规格|型号|信号|端子|符号|故障|报警|备注|内容|项目|文件|命令|选项)/i;

/** How many of the first rows head the columns: shaded or bold ones above others that are not; else a first row of words
 *  above numbers, codes or long texts, or one of usual header words. 0 where nothing tells. */
export function countHeaderRows(rows: readonly (readonly DraftCell[])[]): number {
  let count = markedHeaderRows(rows);
  // A head that stands over several columns has their own heads below it.
  while (count > 0 && count < Math.min(rows.length - 1, MOST_HEADER_ROWS) && spansColumns(rows[count - 1]!)) count++;
  return count;
}

const MOST_HEADER_ROWS = 4;

function spansColumns(row: readonly DraftCell[]): boolean {
  return row.some((cell, c) => c > 0 && cell.repeated && firstWords(cell) !== undefined && firstWords(cell) === firstWords(row[c - 1]!));
}

const firstWords = (cell: DraftCell) => cell.lines[0]?.segments[0];

function markedHeaderRows(rows: readonly (readonly DraftCell[])[]): number {
  if (rows.length < 2) return 0;
  for (const sign of [isShadedRow, isBoldRow]) {
    let count = 0;
    while (count < rows.length && sign(rows[count]!)) count++;
    if (count > 0 && count < rows.length && count <= MOST_HEADER_ROWS) return count;
  }
  const texts = rows[0]!.map(cellText);
  if (texts.some((text) => text === '' || /\d/.test(text) || text.length > 60 || /[.。;；]$/.test(text))) return 0;
  if (/^\p{L}$/u.test(texts[0]!) && rows.slice(1).every((row) => cellText(row[0]!).length <= 1)) return 0;
  if (texts.filter((text) => HEADER_WORDS.test(text)).length >= Math.max(1, texts.length / 2)) return 1;
  return rows.length >= 3 &&
    texts.some((text, c) =>
      differsBelow(
        text,
        rows.slice(1).map((row) => cellText(row[c]!)),
      ),
    )
    ? 1
    : 0;
}

/** A short word above cells that nearly all hold numbers, codes or paths, or that are much longer. */
function differsBelow(head: string, below: readonly string[]): boolean {
  const speaking = below.filter((text) => text !== '');
  if (head.length > 24 || speaking.length < 2 || /[_/$=]/.test(head)) return false;
  const coded = speaking.filter((text) => /[\d_/$=]/.test(text)).length;
  const length = speaking.reduce((sum, text) => sum + text.length, 0) / speaking.length;
  return coded >= speaking.length * 0.8 || length >= head.length * 3;
}

function isShadedRow(row: readonly DraftCell[]): boolean {
  return row.filter((cell) => cell.shaded).length > row.length * 0.6;
}

function isBoldRow(row: readonly DraftCell[]): boolean {
  const speaking = row.filter((cell) => cell.lines.length > 0);
  return speaking.length > 0 && speaking.every((cell) => cell.lines.every((line) => line.bold));
}
