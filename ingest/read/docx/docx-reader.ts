import type { ReadResult } from '../../../knowledge/document/block.ts';
import { MillwrightError } from '../../../knowledge/errors.ts';
import { attachCaptions } from '../office/attach-captions.ts';
import { coreProperties, walkXml } from '../office/walk-xml.ts';
import type { Reader } from '../reader.ts';
import { zipEntries } from '../zip-entries.ts';
import { DocumentWalk } from './document-walk.ts';
import { notesOf } from './notes.ts';
import { Numbering } from './numbering.ts';
import { DocxStyles } from './styles.ts';

const PARTS = /^word\/(?:document\d*|styles\d*|numbering\d*|footnotes\d*|endnotes\d*|header\d*|footer\d*)\.xml$|^docProps\/core\.xml$/;

/** Word documents. Headers and footers go to `furniture`: they often hold number and revision. */
export const docxReader: Reader = {
  format: 'docx',
  async read({ path, name, limits }): Promise<ReadResult> {
    const entries = await zipEntries(path, name, limits.maxUnpackedBytes, (entry) => PARTS.test(entry));
    const part = (kind: string) => [...entries].find(([entry]) => new RegExp(`^word/${kind}\\d*\\.xml$`).test(entry))?.[1];
    const xml = part('document');
    if (xml === undefined)
      throw new MillwrightError(`"${name}" holds no text part. Open it in Word or LibreOffice and save it anew as .docx.`, {
        code: 'file_damaged',
      });
    const walk = new DocumentWalk({
      styles: new DocxStyles(part('styles'), name),
      numbering: new Numbering(part('numbering'), name),
      notes: {
        footnotes: notesOf(part('footnotes'), name, 'word/footnotes.xml'),
        endnotes: notesOf(part('endnotes'), name, 'word/endnotes.xml'),
      },
    });
    const blocks = attachCaptions(walk.walk(xml, { file: name, part: 'word/document.xml' }));
    const furniture = [...entries]
      .filter(([entry]) => /^word\/(?:header|footer)/.test(entry))
      .map(([entry, bytes]) => wordsOf(bytes, name, entry));
    return {
      format: 'docx',
      pageCount: null,
      pageLabels: {},
      outline: [],
      properties: coreProperties(entries.get('docProps/core.xml'), { file: name, part: 'docProps/core.xml' }),
      furniture: [...new Set(furniture.filter((text) => text !== ''))],
      blocks,
      warnings: [],
      prepared: null,
    };
  },
};

function wordsOf(xml: Buffer, file: string, part: string): string {
  let text = '';
  walkXml(
    xml,
    { file, part },
    {
      text: (value) => {
        text += value;
      },
      close: (tag) => {
        if (tag === 'p' || tag === 'tc' || tag === 'tab') text += ' ';
      },
    },
  );
  return text.replaceAll(/\s+/g, ' ').trim();
}
