import { walkXml } from '../office/walk-xml.ts';

/** The words of footnotes.xml or endnotes.xml by the note's id; the lines that part notes from text are none. */
export function notesOf(xml: Buffer | undefined, file: string, part: string): Map<string, string> {
  const notes = new Map<string, string>();
  if (xml === undefined) return notes;
  let id: string | null = null;
  let text = '';
  let inText = false;
  walkXml(
    xml,
    { file, part },
    {
      open: (tag, attributes) => {
        if (tag === 'footnote' || tag === 'endnote') {
          id = attributes.type === undefined || attributes.type === 'normal' ? (attributes.id ?? null) : null;
          text = '';
        }
        inText = tag === 't';
        if (tag === 'tab' || tag === 'br') text += ' ';
      },
      text: (value) => {
        if (inText) text += value;
      },
      close: (tag) => {
        if (tag === 't') inText = false;
        if (tag === 'p') text += ' ';
        if ((tag === 'footnote' || tag === 'endnote') && id !== null) notes.set(id, text.replaceAll(/\s+/g, ' ').trim());
      },
    },
  );
  return notes;
}
