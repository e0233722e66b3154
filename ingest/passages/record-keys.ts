import type { RecordField } from '../../knowledge/document/passage.ts';
import { findCodes } from '../../knowledge/text/codes.ts';

/** Columns that name their rows. */
const KEY_HEADER =
  /^(?:code|no\.?|nr\.?|number|id|parameter|param|par\.?|fault|alarm|error|part(?:\s*(?:no|number))?|item|tag|asset|pos(?:ition)?|order|pin|signal|name|symbol|代码|代号|编号|序号|参数|参数号|参数码|故障码|故障代码|报警|报警码|件号|物料|位号|名称|型号|符号|引脚)/i;
/** "Parameter description" is no such column, whatever it begins with. */
const DESCRIBING_HEADER = /descri|meaning|remark|comment|说明|描述|含义|备注/i;
/** A name longer than this describes rather than names. */
const MAX_KEY_CHARACTERS = 48;

/** What a row can be asked for by: codes in its first columns and in columns that name, and the short name in its first. */
export function recordKeys(fields: readonly RecordField[]): string[] {
  const keys: string[] = [];
  for (const [column, { header, value }] of fields.entries()) {
    const naming = column === 0 || (KEY_HEADER.test(header.trim()) && !DESCRIBING_HEADER.test(header));
    // A code that a describing sentence mentions does not name the row.
    if (!naming && (column > 1 || value.length > MAX_KEY_CHARACTERS)) continue;
    keys.push(...findCodes(value.slice(0, MAX_KEY_CHARACTERS)).map(({ text }) => text));
    const text = value.trim();
    if (naming && text !== '' && text.length <= MAX_KEY_CHARACTERS) keys.push(text);
  }
  return keys;
}
