import type { Quantity } from '../../../knowledge/document/passage.ts';

/** Which way a value bounds: from below, from above; null: it is the value itself. */
export type Bound = 'least' | 'most' | null;

type Sign = { pattern: RegExp; bound: Exclude<Bound, null> };

/** Before the value; the first that fits decides, so that "not less than" is read before "less than". */
const BEFORE: readonly Sign[] = [
  { bound: 'most', pattern: /(?:less|lower|smaller|shorter|fewer) than or equal to\s*$/iu },
  { bound: 'least', pattern: /(?:more|greater|higher|larger|longer) than or equal to\s*$/iu },
  {
    bound: 'least',
    pattern:
      /(?:at least|not? (?:be )?(?:less|lower|smaller|shorter|fewer|below|under)(?: than)?|(?:never|not) (?:fall |drop |go )?below|minimum(?: \w+){0,2}|min\.?|≥|>=|不(?:得|应|可|能|许|宜|允许|准)?(?:少|小|低|短)于|至少|不(?:得|允许|应)?低于|最(?:小|低|少|短)[^,，;；。]{0,4}|大于等于|大于或等于)\s*(?:of|is|to|be|:|：|为|是|应|达到?)?\s*$/iu,
  },
  {
    bound: 'most',
    pattern:
      /(?:at most|not? (?:be )?(?:more|greater|higher|larger|longer|above|over)(?: than)?|(?:not|never) (?:to )?exceed(?:ing)?|(?:never|not) (?:rise |go )?(?:above|over)|maximum(?: \w+){0,2}|max\.?|≤|<=|up to|within|no later than|limited to|不(?:得|应|可|能|许|宜|允许|准)?(?:超过|大于|高于|多于|长于)|不超过|最(?:大|高|多|长)[^,，;；。]{0,4}|至多|最多|小于等于|小于或等于)\s*(?:of|is|to|be|:|：|为|是|应)?\s*$/iu,
  },
  {
    bound: 'least',
    pattern:
      /(?:more than|greater than|higher than|larger than|longer than|above|over|exceed(?:s|ed|ing)?|from|>|＞|大于|高于|超过|多于|长于|达到)\s*$/iu,
  },
  {
    bound: 'most',
    pattern: /(?:less than|lower than|smaller than|shorter than|fewer than|below|under|<|＜|小于|低于|少于|短于|不足|不到)\s*$/iu,
  },
];

/** Behind the value. */
const BEHIND: readonly Sign[] = [
  { bound: 'least', pattern: /^\s*(?:or (?:more|above|higher|over|longer)|and (?:above|more|over)|minimum|min\b|及?以上|或以上)/iu },
  { bound: 'most', pattern: /^\s*(?:or (?:less|below|lower|under|fewer)|and (?:below|less)|maximum|max\b|及?以下|或以下|以内|之内)/iu },
];

/** How far the words of a bound may stand before the value. */
const REACH = 40;

/** The bound that the words beside a value give it. */
export function boundOf(text: string, { start, end }: Pick<Quantity, 'start' | 'end'>): Bound {
  const behind = BEHIND.find(({ pattern }) => pattern.test(text.slice(end, end + REACH)));
  if (behind) return behind.bound;
  const before = text.slice(Math.max(0, start - REACH), start);
  return BEFORE.find(({ pattern }) => pattern.test(before))?.bound ?? null;
}

/** True where one says "at least" and the other "at most". */
export function opposed(one: Bound, two: Bound): boolean {
  return one !== null && two !== null && one !== two;
}

/** The text without its words of bounds: their "not" denies nothing. */
export function withoutBounds(text: string): string {
  return text.replaceAll(BOUND_WORDS, ' ');
}

const BOUND_WORDS =
  /\b(?:not?|never) (?:be )?(?:less|lower|smaller|shorter|fewer|more|greater|higher|larger|longer) than\b|\b(?:must|shall|should|may|do|does|can)? ?(?:not|never)(?: to)? (?:exceed(?:ing)?|fall below|drop below|go below|rise above|go above|be (?:above|below|over|under))\b|\bno (?:later|more|less) than\b|\bnot (?:above|below|over|under)\b|(?:严禁|禁止)?不(?:得|应|可|能|许|宜|允许|准)?(?:超过|大于|高于|多于|少于|小于|低于|短于|长于)|不超过/giu;

const LEAST_WORDS =
  /\bat least\b|\bnot? (?:be )?(?:less|lower|smaller|shorter|fewer) than\b|\b(?:not|never) (?:fall |drop |go |be )?below\b|(?<!not? |be )\b(?:more|greater|higher|larger|longer) than\b|(?<!not |never |to )\bexceed(?:s|ed|ing)?\b|至少|不(?:得|应|可|能|要|允许)?(?:少|小|低|短)于|(?<!不[得应可能要许]?)(?:大于|高于|超过|多于)|以上/giu;
const MOST_WORDS =
  /\bat most\b|\bnot? (?:be )?(?:more|greater|higher|larger|longer) than\b|\b(?:not|never)(?: to)? exceed(?:ing)?\b|(?<!not? |be )\b(?:less|lower|smaller|shorter|fewer) than\b|(?<!not |never )\bfall(?:s|ing)? below\b|至多|最多|不(?:得|应|可|能|要|允许)?(?:超过|大于|高于|多于)|(?<!不[得应可能要许]?)(?:小于|低于|少于|短于)|以下/giu;

/** Which way the words of a text bound, whatever they bound; null where none does or both do. */
export function wordedBound(text: string): Bound {
  const [least, most] = [LEAST_WORDS, MOST_WORDS].map((pattern) => text.match(pattern) !== null) as [boolean, boolean];
  if (least === most) return null;
  return least ? 'least' : 'most';
}
