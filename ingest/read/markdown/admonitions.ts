import { noticeOfName } from '../notice-class.ts';

const COLONS = /^(?<colons>:{3,})\s*(?:\{\s*\.?)?(?<name>[a-z]+)\s*\}?\s*(?<title>\S.*)?$/i;
const COLONS_END = /^:{3,}\s*$/;
/** MkDocs: "!!! warning "Title"", its content indented by four. */
const MARKS = /^(?:!!!|\?\?\?\+?)\s+(?<name>[a-z]+)(?:\s+"(?<title>[^"]*)")?\s*$/i;
const FENCE = /^\s{0,3}(?<fence>`{3,}|~{3,})/;

/** Admonitions of other dialects (":::warning", "!!! warning") as quotes with their signal word, line for line. */
export function asQuotes(markdown: string): string {
  if (!/^(?::::|!!!|\?\?\?)/m.test(markdown)) return markdown;
  const lines: string[] = [];
  let fence: string | null = null;
  let open: 'colons' | 'marks' | null = null;
  for (const line of markdown.split('\n')) {
    const bare = line.replace(/\r$/, '');
    const mark = FENCE.exec(bare)?.groups?.fence;
    if (mark !== undefined) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    if (open === 'marks' && bare !== '' && !/^(?: {4}|\t)/.test(bare)) open = null;
    const start = fence === null ? (COLONS.exec(bare) ?? MARKS.exec(bare)) : null;
    const label = start ? noticeOfName(start.groups!.name!) : null;
    if (start && label !== null) {
      open = start.groups!.colons === undefined ? 'marks' : 'colons';
      const title = start.groups!.title?.trim();
      lines.push('', title ? `> ${label}: ${title}` : `> ${label}`, '>');
    } else if (open === 'colons' && fence === null && COLONS_END.test(bare)) {
      open = null;
      lines.push('');
    } else if (open === null) lines.push(line);
    else lines.push(`> ${open === 'marks' ? bare.replace(/^(?: {4}|\t)/, '') : bare}`);
  }
  return lines.join('\n');
}
