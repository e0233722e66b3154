import type { ReadResult, TextBlock } from '../../knowledge/document/block.ts';
import type { DocumentIdentity } from '../../knowledge/document/identity.ts';
import type { Language } from '../../knowledge/document/passage.ts';
import { documentType } from './document-type.ts';
import { equipmentNames } from './equipment-names.ts';

const JUNK_TITLE =
  /^(?:untitled|microsoft word|无标题|文档\d*|document\d*|新建|slide 1|about:blank)|\.(?:docx?|pdf|indd|xlsx?|html?|tmp)\b/i;
const NUMBER =
  /(?:document|doc\.?|manual|publication|文件|文档|资料)\s*(?:no\.?|nr\.?|number|编号|号)\s*[:：.]?\s*(?<number>[A-Z0-9][A-Z0-9\-_/.]{2,30})/iu;
const REVISION =
  /(?:\brev(?:ision)?\.?|\bissue|\bedition|版本号?|修订版?|版次)\s*[:：.]?\s*(?<label>[A-Z]?\d{1,3}(?:\.\d{1,3}){0,2}|[A-Z])(?![\p{L}\p{N}])|\b(?<v>V\d{1,2}(?:\.\d{1,3}){1,2})\b/iu;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO_DATE =
  /(?<!\d)(?<year>(?:19|20)\d\d)(?:[-./年]\s?(?<month>0?[1-9]|1[0-2])(?:[-./月]\s?(?<day>0?[1-9]|[12]\d|3[01])日?)?月?)(?!\d)/u;
const WORD_DATE = new RegExp(
  `(?:(?<day>\\d{1,2})\\s+)?(?<month>${MONTHS.join('|')})[a-z]*\\.?\\s+(?:(?<day2>\\d{1,2}),?\\s+)?(?<year>(?:19|20)\\d\\d)`,
  'i',
);
/** Where title, number, revision and date are printed: before the first pages of text proper. */
const TITLE_BLOCKS = 25;

/** What the document says of itself; `name` is its file name. Guesses from title page, running heads, properties, name. */
export function identifyDocument(read: ReadResult, name: string): DocumentIdentity {
  const texts = read.blocks.filter((block): block is TextBlock => block.kind !== 'table' && block.kind !== 'figure');
  const front = texts.filter((block) => (block.page ?? 1) <= 2).slice(0, TITLE_BLOCKS);
  const base = name
    .split('/')
    .at(-1)!
    .replace(/\.[^.]+$/, '');
  const title = titleOf(read, front, base);
  const said = [...front.map(({ text }) => text), ...read.furniture, ...Object.values(read.properties), base.replaceAll('_', ' ')].join(
    '\n',
  );
  const revision = REVISION.exec(said)?.groups;
  return {
    title,
    documentNumber: NUMBER.exec(said)?.groups?.number ?? null,
    revision: revision?.label ?? revision?.v ?? null,
    revisionDate: dateIn(said),
    type: documentType(title, base, read),
    language: languageOf(read),
    maker: null,
    aliases: [],
    serialNumbers: [],
    evidence: {},
    equipment: equipmentNames({ title, base, furniture: read.furniture, read }),
  };
}

function titleOf(read: ReadResult, front: readonly TextBlock[], base: string): string {
  const property = read.properties.title?.trim();
  if (property && property.length > 3 && !JUNK_TITLE.test(property)) return property;
  const largest = Math.max(0, ...front.filter((block) => (block.page ?? 1) === 1).map(({ fontSize }) => fontSize ?? 0));
  const printed =
    largest > 0
      ? front
          .filter((block) => block.fontSize !== null && block.fontSize >= largest - 0.5 && block.page === front[0]?.page)
          .map(({ text }) => text)
          .join(' ')
      : '';
  if (printed.length > 3 && printed.length <= 150) return printed;
  const heading = front.find((block) => block.kind === 'heading');
  if (heading && heading.text.length <= 150) return heading.text;
  return base.replaceAll(/[_]+/g, ' ').trim() || base;
}

function dateIn(text: string): string | null {
  const iso = ISO_DATE.exec(text)?.groups;
  if (iso) return [iso.year, iso.month?.padStart(2, '0'), iso.day?.padStart(2, '0')].filter((part) => part !== undefined).join('-');
  const words = WORD_DATE.exec(text)?.groups;
  if (!words) return null;
  const month = String(MONTHS.indexOf(words.month!.slice(0, 3).toLowerCase()) + 1).padStart(2, '0');
  const day = (words.day ?? words.day2)?.padStart(2, '0');
  return [words.year, month, day].filter((part) => part !== undefined).join('-');
}

function languageOf({ blocks }: ReadResult): Language {
  let han = 0;
  let latin = 0;
  for (const block of blocks) {
    const text =
      block.kind === 'table'
        ? block.rows
            .flat()
            .map((cell) => cell.text)
            .join(' ')
        : block.kind === 'figure'
          ? (block.caption ?? '')
          : block.text;
    han += text.match(/\p{Script=Han}/gu)?.length ?? 0;
    latin += text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  }
  if (han + latin === 0) return 'other';
  return han > latin ? 'zh' : 'en';
}
