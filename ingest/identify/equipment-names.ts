import type { ReadResult } from '../../knowledge/document/block.ts';
import type { Evidence } from '../../knowledge/document/identity.ts';
import { fold } from '../../knowledge/text/fold.ts';
import type { Found } from './find-fact.ts';
import { evidenceOf, runningHeads, type Saying } from './sayings.ts';
import { textOfBlocks } from './text-of-blocks.ts';

/** Model names: capitals and digits, perhaps joined ("KP-40", "RF300", "AC-75", "SKR V1.4", "DLC32"). */
const MODEL =
  /(?<![\p{Script=Latin}\p{N}-])(?:[A-Z]{2,6}[-\s]?\d{1,4}(?:[A-Z]{0,2})(?:-\d{1,3})?(?:[.]\d)?|[A-Z]{2,6}\sV\d(?:\.\d)?|[A-Z]\d{2,4}[A-Z]?)(?![\p{Script=Latin}\p{N}])/gu;
/** Standards, document numbers and materials look like models. */
const NO_MODEL =
  /^(?:ISO|EN|DIN|IEC|GB|ANSI|ASTM|API|NFPA|UL|CE|ASME|VDE|NEMA|IP|PN|DN|RS|RJ|USB|PDF|DOC|SOP|WI|PS|FM|TM|REV|SAE|NLGI|VG|AISI|SUS|PT|AWG|IT|MAN|OM|QA|QC|MP|HMI|PLC)[-\s]?\d/;
/** A year in the middle makes it the number of a paper ("CR-2023-118"). */
const PAPER_NUMBER = /^[A-Z]{1,5}[-\s]?(?:19|20)\d\d(?:-\d|$)/;
/** Models that a title writes small ("Kernel driver adm1025"); the text must name them again. */
const SMALL_MODEL = /(?<![\p{L}\p{N}])[a-z]{1,6}\d{2,5}[a-z]{0,2}(?:\d{1,4})?(?![\p{L}\p{N}])/gu;
/** What is written so and is no machine. */
const NO_SMALL_MODEL =
  /^(?:utf|ipv|mp|sha|md|base|crc|html|http|xml|css|python|py|java|linux|win|windows|qt|gtk|gcc|x|i|ver|version|rev|page|part|chapter|chap|sect|section|vol|draft|fig|table|ch|sec|step|iso|en|din|iec|gb|jis|rs|usb|ip|pn|dn|sd|m|v|p|q|fy|week|day)\d/;
const isModel = (name: string) => !NO_MODEL.test(name) && !PAPER_NUMBER.test(name);
const MAX_NAMES = 4;

type Sources = { title: string; base: string; sayings: readonly Saying[]; read: ReadResult };

/** The models that a document is about: named in its title, file name or running heads and again in its text.
 *  Few and sure: a wrong name would hide the document from questions about its machine. */
export function equipmentNames({ title, base, sayings, read }: Sources): Found<string[]> {
  const column = assetColumn(read);
  if (column.value.length > 0) return column;
  const counts = new Map<string, { name: string; count: number }>();
  const text = textOfBlocks(read.blocks);
  for (const source of [title, base.replaceAll('_', ' '), ...runningHeads(read)]) {
    for (const [name] of source.matchAll(MODEL)) {
      if (!isModel(name)) continue;
      const known = counts.get(fold(name)) ?? { name, count: 0 };
      counts.set(fold(name), known);
    }
  }
  for (const [name] of text.matchAll(MODEL)) {
    const known = counts.get(fold(name));
    if (known) known.count += 1;
  }
  const small = smallModels(title, text);
  for (const name of small) if (!counts.has(fold(name))) counts.set(fold(name), { name, count: 2 });
  const titled = fold(`${title} ${base}`);
  const value = [...counts.values()]
    .filter(({ name, count }) => count >= 2 || titled.includes(fold(name)))
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_NAMES)
    .map(({ name }) => name);
  return { value, evidence: value.flatMap((name) => placeOf(name, sayings)) };
}

/** Models in small letters of a title, as the text spells them most often; those alone that the text names again. */
function smallModels(title: string, text: string): string[] {
  const names = (title.match(SMALL_MODEL) ?? []).filter((name) => !NO_SMALL_MODEL.test(name));
  return [...new Set(names)].flatMap((name) => {
    const written = text.match(new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'giu')) ?? [];
    const spelled = Map.groupBy(written, (each) => each);
    const [usual] = [...spelled].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    return written.length < 2 ? [] : [usual![0]];
  });
}

/** Where a name is read first. */
function placeOf(name: string, sayings: readonly Saying[]): Evidence[] {
  for (const saying of sayings)
    for (const match of saying.text.matchAll(MODEL))
      if (fold(match[0]) === fold(name)) return [evidenceOf(saying, match.index, match.index + match[0].length)];
  return [];
}

const ASSET_HEADER = /^(?:equipment|machine|model|device|设备(?:名称|型号)?|型号|机型)$/i;
const MAX_ASSETS = 40;

/** Sheets that list rows for many machines name them in a column of their own: its header is the evidence. */
function assetColumn({ format, blocks }: ReadResult): Found<string[]> {
  const headers: string[] = [];
  if (format !== 'csv' && format !== 'xlsx') return { value: [], evidence: [] };
  const names = new Map<string, string>();
  for (const block of blocks) {
    if (block.kind !== 'table' || block.headerRows === 0) continue;
    const header = block.rows[block.headerRows - 1]!;
    for (const [column, cell] of header.entries()) {
      if (!ASSET_HEADER.test(cell.text.trim())) continue;
      headers.push(cell.text.trim());
      for (const row of block.rows.slice(block.headerRows))
        for (const [name] of (row[column]?.text ?? '').matchAll(MODEL)) if (isModel(name)) names.set(fold(name), name);
    }
  }
  if (names.size > MAX_ASSETS) return { value: [], evidence: [] };
  const value = [...names.values()].sort();
  const evidence = [...new Set(headers)].map((words): Evidence => ({ source: 'text', words, page: null, boxes: [], property: null }));
  return { value, evidence };
}
