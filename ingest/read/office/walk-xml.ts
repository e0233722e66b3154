import { SaxesParser } from 'saxes';
import { MillwrightError } from '../../../knowledge/errors.ts';

export type XmlEvents = {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};
/** Which file and which part of it, for messages. */
export type XmlPart = { file: string; part: string };

const CHUNK_BYTES = 262_144;

/** Walks an XML part of an Office file without recursion and in pieces, so that a large sheet never is one string. Names come
 *  without their prefixes; a prefixed attribute is given under its whole name too ("r:id" beside "id").
 *  Entities beyond XML's five are refused by the parser and never expanded: a bomb of entities is a damaged part.
 *  Errors: file_damaged. */
export function walkXml(xml: Buffer, { file, part }: XmlPart, { open, close, text }: XmlEvents): void {
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', (tag) => open?.(local(tag.name), attributesOf(tag.attributes as Record<string, string>)));
  parser.on('closetag', (tag) => close?.(local(tag.name)));
  parser.on('text', (value: string) => text?.(value));
  parser.on('cdata', (value: string) => text?.(value));
  const faults: unknown[] = [];
  parser.on('error', (error: Error) => {
    faults.push(error);
    throw error;
  });
  const decoder = new TextDecoder(encodingOf(xml));
  try {
    for (let at = 0; at < xml.length; at += CHUNK_BYTES) parser.write(decoder.decode(xml.subarray(at, at + CHUNK_BYTES), { stream: true }));
    parser.write(decoder.decode()).close();
  } catch (error) {
    // What the listeners throw is not about the XML.
    if (!faults.includes(error)) throw error;
    throw new MillwrightError(
      `"${file}" is damaged inside (${part}: ${faultText(error as Error)}). Open it in its program and save it anew.`,
      { code: 'file_damaged', cause: error },
    );
  }
}

function faultText({ message }: Error): string {
  return /undefined entity/.test(message) ? 'it uses entities of its own, which are not read' : message.split('\n')[0]!.replace(/\.$/, '');
}

function encodingOf(xml: Buffer): string {
  if (xml[0] === 0xff && xml[1] === 0xfe) return 'utf-16le';
  return xml[0] === 0xfe && xml[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributesOf(given: Record<string, string>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name in given) {
    const value = given[name]!;
    const short = local(name);
    if (short !== name) attributes[name] = value;
    if (short === name || attributes[short] === undefined) attributes[short] = value;
  }
  return attributes;
}

/** Title, author and dates as Office files keep them in docProps/core.xml (ODF: meta.xml). */
export function coreProperties(xml: Buffer | undefined, where: XmlPart): Record<string, string> {
  const properties: Record<string, string> = {};
  if (xml === undefined) return properties;
  let name = '';
  walkXml(xml, where, {
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

/** Targets of a part's relations by their id, as paths inside the archive. */
export function relationsOf(xml: Buffer | undefined, where: XmlPart, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  if (xml === undefined) return targets;
  walkXml(xml, where, {
    open: (tag, { Id, Target, TargetMode }) => {
      if (tag === 'Relationship' && Id && Target && TargetMode !== 'External') targets.set(Id, inArchive(folder, Target));
    },
  });
  return targets;
}

/** "../media/a.png" as seen from `folder` ("ppt/slides"): "ppt/media/a.png". Never leaves the archive. */
export function inArchive(folder: string, target: string): string {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
