import type { Found } from './find-fact.ts';
import { evidenceOf, type Saying } from './sayings.ts';

const NUMBER = String.raw`[A-Z0-9][A-Z0-9\-./]*\d[A-Z0-9\-]*`;
const RANGE = new RegExp(
  String.raw`(?:serial\s*(?:numbers?|nos?\.?)|s\/n|序列号|出厂编号|机号|机身编号)\s*[:：]?\s*(?:from\s+|range\s+|从\s*)?(?<range>${NUMBER}\s*(?:to|–|—|-|~|～|up\s+to|through|至|到)\s*${NUMBER}|${NUMBER}\s*(?:and\s+(?:up|above|later|higher)|onwards?|及以后|起|以上)|(?:up\s+to|before|截至)\s*${NUMBER})`,
  'giu',
);
const TAG =
  /(?:(?:equipment|asset|plant|position|machine)?\s*\btag\b\s*(?:no\.?|number)?|\b(?:equipment|asset|position|machine)\s*(?:no\.?|number|id)|位号|设备(?:编号|位号)|资产编号)\s*[:：]?\s*(?<tag>[A-Z]{1,4}-?\d{2,5}[A-Z]?(?:-\d{1,3})?)(?![\p{L}\p{N}])/giu;

/** Ranges of serial numbers for which the document says it holds, as printed on the front pages or in running heads. */
export function serialNumbers(sayings: readonly Saying[]): Found<string[]> {
  return collected(sayings, RANGE, 'range');
}

/** A plant's own names for the equipment ("P-101"), where the document calls them so. */
export function equipmentTags(sayings: readonly Saying[]): Found<string[]> {
  return collected(sayings, TAG, 'tag');
}

function collected(sayings: readonly Saying[], pattern: RegExp, group: string): Found<string[]> {
  const found: Found<string[]> = { value: [], evidence: [] };
  for (const saying of sayings.filter(({ source }) => source === 'page' || source === 'running_head')) {
    for (const match of saying.text.matchAll(pattern)) {
      const value = match.groups![group]!.replaceAll(/\s+/g, ' ').trim();
      if (found.value.includes(value)) continue;
      found.value.push(value);
      found.evidence.push(evidenceOf(saying, match.index, match.index + match[0].length));
    }
  }
  return found;
}
