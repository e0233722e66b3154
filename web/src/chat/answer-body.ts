import type { Answer } from '../../../server/api/schemas.ts';

/** What of the answer's Markdown is shown as text: its notices, conflicts, options and nearest places stand as parts of their own on the
 *  page (coloured, clickable), so the same in the text is left out. Everything else is kept as it came. */
export function answerBody({ text, notices, conflicts = [], outcome }: Pick<Answer, 'text' | 'notices' | 'conflicts' | 'outcome'>): string {
  const shown = new Set(conflicts.map((conflict) => asQuoted(conflict.text)));
  const parts = text.split(/\n{2,}/).filter((part) => !shown.has(part));
  let leading = 0;
  while (leading < notices.length && parts[leading]?.startsWith('> ')) leading += 1;
  const rest = parts.slice(leading);
  if (outcome === 'answered') return rest.join('\n\n');
  const words = rest.filter((part) => !/^[-*] /m.test(part)).join('\n\n');
  return outcome === 'not_found' ? withoutHeading(words) : words;
}

function asQuoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** The page says "not found" as a heading already. */
function withoutHeading(text: string): string {
  const rest = text.replace(/^(?:not found|未找到)\s*[:：]\s*/i, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

const SIGNAL_WORD = /^\s*(?:danger|warning|caution|notice|note|危险|警告|小心|注意|提示)\s*[!！:：]?\s*\n/i;

/** A notice without the line that says its level, which the page shows in its own language. */
export function noticeWords(text: string): string {
  return text.replace(SIGNAL_WORD, '');
}
