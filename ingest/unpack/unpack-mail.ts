import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MillwrightError } from '../../knowledge/errors.ts';
import { parseMail } from '../read/mail/parse-mail.ts';
import { nameProblem } from './entry-names.ts';
import type { Part, UnpackInput } from './unpack.ts';

/** Pictures that the words of a mail show inside them, signatures and calendars are no documents. */
const NO_DOCUMENT = /^(?:text\/calendar|application\/(?:pkcs7-signature|pgp-signature|ms-tnef|x-pkcs7-signature))/i;
const EXTENSIONS: Record<string, string> = { 'message/rfc822': 'eml', 'application/pdf': 'pdf', 'text/plain': 'txt', 'text/html': 'html' };

/** The attachments of a mail, one after the other. Errors: file_too_large, file_damaged. */
export async function* unpackMail({ path: file, name, into, budget }: UnpackInput): AsyncGenerator<Part> {
  const { attachments } = await parseMail(file, name, Math.max(0, Math.min(budget.bytes, 400_000_000)));
  const seen = new Set<string>();
  for (const [index, { filename, mimeType, content, disposition, related }] of attachments.entries()) {
    if (NO_DOCUMENT.test(mimeType) || related || (disposition === 'inline' && mimeType.startsWith('image/'))) continue;
    const given = free(attachmentName(filename, mimeType, index), seen);
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);
    budget.bytes -= bytes.length;
    budget.entries -= 1;
    const problem = nameProblem(given) ?? (budget.bytes < 0 || budget.entries < 0 ? 'the mail holds more than one package may' : null);
    if (problem !== null) {
      yield {
        name: given,
        error: new MillwrightError(`"${name}/${given}" was left out: ${problem}. Save it and ingest it by itself.`, {
          code: 'file_damaged',
        }),
      };
      continue;
    }
    const target = path.join(into, String(index));
    await writeFile(target, bytes);
    yield { name: given, path: target, bytes: bytes.length };
  }
}

/** Slashes part folders in names of documents: an attachment has none. */
function attachmentName(filename: string | null | undefined, mimeType: string, index: number): string {
  const name = (filename ?? '')
    .replaceAll(/[\\/]/g, '_')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .normalize('NFC');
  return name !== '' ? name : `attachment-${index + 1}.${EXTENSIONS[mimeType.toLowerCase()] ?? 'bin'}`;
}

/** Two attachments of one name: the second is "report (2).pdf". */
function free(name: string, seen: Set<string>): string {
  let given = name;
  for (let copy = 2; seen.has(given); copy += 1) given = name.replace(/(\.[^.]*)?$/, ` (${copy})$1`);
  seen.add(given);
  return given;
}
