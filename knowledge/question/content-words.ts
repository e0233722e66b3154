import { namedUnits } from '../text/quantities.ts';
import { queryTerms, tellingTokens } from '../text/tokens.ts';

/** Words that ask, not name: taken out before Chinese is cut into pairs, so that no pair is half of one. */
const ASKING =
  /请问|请教|告诉我|一下|什么时候|什么|多少(?:度|升|伏|安|转|公斤|千克|毫米|米|小时|分钟|天|牛米|帕)?|达到|多久|多长时间|多长|多大|多高|多重|多快|怎么样|怎么办|怎么|怎样|如何|为什么|为何|哪些|哪个|哪种|哪里|哪儿|几个|几次|是否|能否|可否|能不能|可不可以|需不需要|是不是|有没有|应该|应当|应|需要|可以|必须|允许|分别|以及|或者|还是|并且|如果|时候|进行|使用|有关|关于|意思|含义|表示|说明|[的了吗呢吧是在和与及或把被让给从到就都也还请我你您它这那些个么哪几谁会要得地着]/gu;

/** The same in English, as tokens (stemmed). */
const ASKING_WORDS = new Set(
  'much mani often long need tell give pleas explain describ mean happen want know let get got go take make like use us happen requir specifi recommend say allow permit permiss rang valu after hour minut second day week month year litr liter kilogram degre goe went contain hold put add pull come'.split(
    ' ',
  ),
);

/** What is left of a verb after a word ("I'm", "they've"): the index would take "I'm" for the abbreviation "im". */
const CONTRACTED = /(?<=\p{L})['’](?:m|re|ve|ll|d)\b/giu;

/** The unit that a value is wanted in says nothing of what it is a value of. */
function withoutAsking(question: string): string {
  const text = namedUnits(question).reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, question);
  return text.replaceAll(ASKING, ' ').replaceAll(CONTRACTED, '');
}

/** The tokens that a right passage should hold, in the question's order, each once. */
export function contentWords(question: string): string[] {
  const telling = subjectWords(question);
  return telling.length > 0 ? telling : searchWords(question);
}

/** As `contentWords`; none where nothing but asking is left. */
export function subjectWords(text: string): string[] {
  return tellingTokens(withoutAsking(text)).filter((token) => !ASKING_WORDS.has(token));
}

/** The tokens to search for: as `contentWords`, with the English words that seldom tell kept, for among many passages they do. */
export function searchWords(question: string): string[] {
  return queryTerms(withoutAsking(question)).map(({ token }) => token);
}
