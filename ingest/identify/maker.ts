import type { ReadResult } from '../../knowledge/document/block.ts';
import { type Found, findFact } from './find-fact.ts';
import { evidenceOf, type Saying } from './sayings.ts';
import { textOfBlocks } from './text-of-blocks.ts';

const LABELLED =
  /(?:manufacturer|made by|produced by|supplier|制造商|生产商|生产厂家|制造厂|厂家)\s*[:：]\s*(?<maker>[^\n,;，；|]{2,60})/iu;
const CHINESE_COMPANY = /(?<![\p{Script=Han}])(?<maker>[\p{Script=Han}（）()]{2,24}(?:股份有限公司|有限责任公司|有限公司|集团公司|集团))/u;
const COMPANY =
  /(?<maker>(?:\p{Lu}[\p{L}&.-]*\s+){0,5}\p{Lu}[\p{L}&.-]*,?\s*(?:GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|Inc\.?|C[oO]\s?\.?\s?,?\s?L[tT][dD]\s?\.?|L[tT][dD]\.?|Limited|LLC|Corp(?:oration)?\.?|S\.?p\.?A\.?|B\.V\.|A\/S|K\.K\.|Pty))(?![\p{L}])/u;
/** A line of its own in capitals, or in few Chinese characters, above or below the title: a maker signs so. */
const SIGNATURE =
  /^(?:[A-Z][A-Z&.-]+(?:\s+[A-Z&.-]+){0,3}|[A-Z](?:\s+[A-Z&]){3,30}|[\p{Script=Han}]{2,8}(?:电气|科技|机械|泵业|阀门|仪表|自动化|机电|集团|电子|重工|液压))$/u;
const MOST_CHARACTERS = 40;
/** Who signs does so in the first or the last lines of the title page. */
const SIGNED_LINES = 3;
/** Larger than the smallest print of the title page by this. */
const LARGER = 1.15;

/** Who made the equipment: named so; a company of the running heads; who signs the title page and is named again; a company in a
 *  short line of the front pages or of the imprint. */
export function findMaker(sayings: readonly Saying[], read: ReadResult, title: string): Found<string> | null {
  const short = sayings.filter(({ source, text }) => source === 'page' && text.length <= MOST_CHARACTERS * 2);
  const heads = sayings.filter(({ source }) => source === 'running_head');
  const trimmed = ({ maker }: Record<string, string | undefined>) => tidy(maker);
  const company = (from: readonly Saying[]) => findFact(from, [CHINESE_COMPANY, COMPANY], trimmed);
  return findFact([...short, ...heads], [LABELLED], trimmed) ?? company(heads) ?? signature(sayings, read, title) ?? company(short);
}

function tidy(maker: string | undefined): string | null {
  const name =
    maker
      ?.replaceAll(/\s*([,.])\s*/g, '$1 ')
      .replaceAll(/\s+/g, ' ')
      .trim() ?? '';
  return name.length < 2 ? null : name;
}

function signature(sayings: readonly Saying[], read: ReadResult, title: string): Found<string> | null {
  const cover = sayings.filter(({ source, page, imprint }) => source === 'page' && page === 1 && !imprint);
  const smallest = Math.min(...cover.flatMap(({ fontSize }) => fontSize ?? []));
  const text = textOfBlocks(read.blocks);
  for (const saying of [...cover.slice(0, SIGNED_LINES), ...cover.slice(-SIGNED_LINES)]) {
    const name = saying.text.trim();
    if (name.length > MOST_CHARACTERS || !SIGNATURE.test(name) || (saying.fontSize ?? 0) < LARGER * smallest) continue;
    if (title.toLowerCase().includes(name.toLowerCase())) continue;
    const again = [...text.matchAll(inAnySpacing(name))].map(([words]) => words).find((words) => words !== name && /^\p{Lu}/u.test(words));
    if (/\p{Script=Han}/u.test(name) || again !== undefined) return { value: again ?? name, evidence: [evidenceOf(saying)] };
  }
  return null;
}

/** Letters that are spaced out on the title page ("K E S T R E L") are not where the text names the maker. */
function inAnySpacing(name: string): RegExp {
  const letters = [...name.replaceAll(/\s+/g, '')].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'));
  return new RegExp(`(?<![\\p{L}])${letters.join('\\s*')}(?![\\p{L}])`, 'giu');
}
