import type { Language } from '../document/passage.ts';

const HAN = /\p{Script=Han}/gu;
const LATIN = /\p{Script=Latin}+/gu;

/** Share of Han among Han characters and Latin words above which a text reads as Chinese: Chinese manuals quote many
 *  English terms and model names, English ones next to no Han. */
const CHINESE_SHARE = 0.2;

/** The language that a text is mainly written in. "other": no Han and no Latin letters (numbers, symbols). */
export function detectLanguage(text: string): Language {
  const han = text.match(HAN)?.length ?? 0;
  const words = text.match(LATIN)?.length ?? 0;
  if (han === 0 && words === 0) return 'other';
  return han / (han + words) > CHINESE_SHARE ? 'zh' : 'en';
}
