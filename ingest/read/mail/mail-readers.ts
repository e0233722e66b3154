import type { Address, Email } from 'postal-mime';
import type { Block, ReadResult } from '../../../knowledge/document/block.ts';
import { htmlBlocks } from '../html/html-blocks.ts';
import { textBlock } from '../make-block.ts';
import type { Reader } from '../reader.ts';
import { textBlocks } from '../text/text-blocks.ts';
import { parseMail } from './parse-mail.ts';

/** E-mails: the subject is the heading, who wrote when to whom a line below it, then the words. Attachments are documents of
 *  their own: whoever ingests a mail unpacks them (`ingest/unpack`). */
export const emlReader: Reader = {
  format: 'eml',
  async read({ path, name, limits }): Promise<ReadResult> {
    const mail = await parseMail(path, name, limits.maxUnpackedBytes);
    const words = bodyBlocks(mail);
    const head = headBlocks(mail);
    return {
      ...whole,
      format: 'eml',
      properties: propertiesOf(mail),
      blocks: words.length === 0 && mail.subject === undefined ? [] : [...head, ...words],
    };
  },
};

/** Web pages saved as one file (MHTML, .mht). */
export const mhtmlReader: Reader = {
  format: 'mhtml',
  async read({ path, name, limits }): Promise<ReadResult> {
    const mail = await parseMail(path, name, limits.maxUnpackedBytes);
    const { blocks, title } = htmlBlocks(mail.html ?? '');
    return { ...whole, format: 'mhtml', properties: title === null ? {} : { title }, blocks };
  },
};

const whole = { pageCount: null, pageLabels: {}, outline: [], furniture: [], warnings: [], prepared: null };

function bodyBlocks({ html, text }: Email): Block[] {
  const fromHtml = html === undefined ? [] : htmlBlocks(html).blocks;
  return fromHtml.some((block) => block.kind !== 'figure') ? fromHtml : textBlocks(text ?? '');
}

function headBlocks({ subject, from, to, cc, date }: Email): Block[] {
  const line = [
    ['From', from ? addressText([from]) : ''],
    ['To', addressText(to)],
    ['Cc', addressText(cc)],
    ['Date', dateText(date)],
  ]
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}: ${value}`)
    .join('; ');
  const title = subject?.replaceAll(/\s+/g, ' ').trim();
  return [...(title ? [textBlock(title, { kind: 'heading', level: 1, bold: true })] : []), ...(line === '' ? [] : [textBlock(line)])];
}

function propertiesOf({ subject, from, date, messageId }: Email): Record<string, string> {
  const said: [string, string | undefined][] = [
    ['title', subject?.replaceAll(/\s+/g, ' ').trim()],
    ['creator', from ? addressText([from]) : undefined],
    ['created', dateText(date)],
    ['identifier', messageId],
  ];
  return Object.fromEntries(said.filter((pair): pair is [string, string] => Boolean(pair[1])));
}

function addressText(addresses: readonly Address[] | undefined): string {
  return (addresses ?? [])
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address || ''))
    .filter((text) => text !== '')
    .join(', ');
}

/** "2024-06-18 09:30" as the sender's clock showed it is lost: the parser gives UTC. */
function dateText(date: string | undefined): string {
  return /^\d{4}-\d\d-\d\dT/.test(date ?? '') ? date!.slice(0, 16).replace('T', ' ') : '';
}
