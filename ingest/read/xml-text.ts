import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { MillwrightError } from '../../knowledge/errors.ts';

export type XmlEvents = {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** Walks an XML part of an Office file; names without their prefixes. Entities beyond XML's five are refused by the parser.
 *  Errors: file_damaged. */
export function walkXml(xml: Buffer, part: string, { open, close, text }: XmlEvents): void {
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', (tag: SaxesTagPlain) =>
    open?.(local(tag.name), Object.fromEntries(Object.entries(tag.attributes).map(([name, value]) => [local(name), value]))),
  );
  parser.on('closetag', (tag: SaxesTagPlain) => close?.(local(tag.name)));
  parser.on('text', (value: string) => text?.(value));
  try {
    parser.write(xml.toString('utf8')).close();
  } catch (error) {
    throw new MillwrightError(
      `Its part "${part}" is damaged (${(error as Error).message.split('\n')[0]}). Open the file in its program and save it anew.`,
      { code: 'file_damaged', cause: error },
    );
  }
}

/** Title, author and dates as Office files keep them in docProps/core.xml. */
export function coreProperties(xml: Buffer | undefined): Record<string, string> {
  const properties: Record<string, string> = {};
  if (xml === undefined) return properties;
  let name = '';
  walkXml(xml, 'docProps/core.xml', {
    open: (tag) => {
      name = tag;
    },
    text: (value) => {
      if (value.trim() !== '' && name !== '') properties[name] = (properties[name] ?? '') + value.trim();
    },
    close: () => {
      name = '';
    },
  });
  return properties;
}
