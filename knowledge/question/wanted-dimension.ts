import { namedUnits } from '../text/quantities.ts';

/** What is asked for and is no quantity: the grade of an oil or grease ("ISO VG 46", "NLGI 2"), where something is on the web, and
 *  who wrote it. */
const DESIGNATION = 'designation';
const WEB_ADDRESS = 'web address';
const AUTHOR = 'author';
const FORMS: Readonly<Record<string, RegExp>> = {
  [DESIGNATION]: /\b(?:ISO[- ]?VG|VG|HLPD?|CLP|HM|SAE|NLGI|API)[- ]?\d|\bNLGI\b|(?:ISO )?VG\d/u,
  [WEB_ADDRESS]: /\b(?:https?|ftp):\/\/|\bwww\.\w/iu,
  [AUTHOR]: /\bauthors?\b|\b(?:written|prepared|compiled) by\b|作者|编写|编制|编者/iu,
};
/** How a text looks that holds what is asked for; null where it is a quantity. */
export function formOf(dimension: string): RegExp | null {
  return FORMS[dimension] ?? null;
}

type DimensionWords = { dimension: string; words: RegExp; largest?: number };

/** Clearances, thicknesses and deflections of machines stay below this (m): a pump's head is none. */
const SMALL_LENGTH = 0.3;

/** What the words of a question ask to be measured, as `Quantity.dimension` names it. The first that matches decides:
 *  compound words stand before the words that they hold. */
const DIMENSIONS: readonly DimensionWords[] = [
  { dimension: 'time', words: /\bhow (?:often|frequently)\b|\bhow many (?:hours|days|weeks|months|years)\b|多久.{0,3}一次|每隔多/iu },
  { dimension: 'torque', words: /\btorques?\b|\bhow tight\b|扭矩|转矩|力矩|拧紧力/iu },
  { dimension: 'velocity', words: /\bvibration (?:velocity|level|limit|value)?|\bvibrations?\b|振动|振速|烈度/iu },
  { dimension: 'flow', words: /\bflow(?:[ -]?rate)?s?\b|\bdelivery rate\b|\bthroughput\b|\bdischarge rate\b|流量|排量|排气量/iu },
  { dimension: 'level', words: /\bnoise\b|\bsound\b|\bhow loud\b|噪声|噪音|声压/iu },
  { dimension: 'pressure', words: /\bpressures?\b|\bvacuum\b|压力|气压|油压|水压|压差|真空度/iu },
  { dimension: 'temperature', words: /\btemperatures?\b|\bhow (?:hot|cold|warm)\b|\bdegrees?\b(?! of)|温度|油温|水温|多少度|几度|温升/iu },
  {
    dimension: 'speed',
    words:
      /\brpm\b|\brotational speed\b|\b(?:rated|maximum|max\.?|minimum|nominal|motor|pump|shaft|idle) speed\b|\bhow fast\b|转速|每分钟.{0,4}转/iu,
  },
  { dimension: 'frequency', words: /\bfrequenc(?:y|ies)\b(?! of (?:inspection|lubrication|maintenance|checks?|service))|频率|载波/iu },
  { dimension: 'voltage', words: /\bvoltages?\b|\bvolts?\b|电压|多少伏/iu },
  {
    dimension: 'current',
    words:
      /\b(?:rated|full[ -]load|motor|nominal|maximum|inrush|starting|output|input|overload|trip|leakage|short-circuit) current\b|\bcurrent (?:limit|draw|consumption|rating|at)\b|\bamp(?:s|ere|eres|erage)?\b|电流|多少安/iu,
  },
  {
    dimension: 'power',
    words:
      /\bpower (?:rating|consumption|output|input)\b|\b(?:rated|motor|shaft|nominal|input|output) power\b|\bkilowatts?\b|\bhorsepower\b|功率/iu,
  },
  { dimension: 'resistance', words: /\bresistances?\b|\bohms?\b|电阻|绝缘阻值/iu },
  {
    dimension: 'mass',
    words: /\bweights?\b|\bweigh\b|\bhow heavy\b|\bmass\b|\bhow many (?:kg|kilos|kilograms)\b|重量|质量是|多重|多少(?:公斤|千克)/iu,
  },
  {
    dimension: 'volume',
    words:
      /\b(?:oil|fill(?:ing)?|grease|coolant|lubricant|tank) (?:quantity|capacity|volume|amount|charge)\b|\b(?:quantity|amount|volume) of (?:oil|grease|water|coolant|lubricant)\b|\bhow much (?:oil|water|coolant|lubricant|fluid)\b|\bhow many (?:lit(?:re|er)s?|gallons?)\b|\bvolume\b|油量|容量|容积|加油量|注油量|加多少油|多少升|体积/iu,
  },
  {
    dimension: 'time',
    words:
      /\bhow (?:long|often|frequently)\b|\bintervals?\b|\bfrequency of\b|\bafter how many (?:hours|days)\b|\bhow many (?:hours|minutes|seconds|days|weeks|months|years)\b|\bdelay\b|\bduration\b|\bwaiting time\b|\bwhen (?:is|must|should|do|does)\b.{0,60}\b(?:due|replaced|changed|lubricated|inspected|serviced|checked)\b|多久|多长时间|间隔|周期|延时|延迟时间|几(?:小时|分钟|天|个月|年)|多少(?:小时|分钟|天|秒)|时间是/iu,
  },
  {
    dimension: 'length',
    largest: SMALL_LENGTH,
    words:
      /\bclearances?\b|\bgaps?\b|\bthickness(?:es)?\b|\bhow thick\b|\b(?:axial|radial) play\b|\brun-?out\b|\bmisalignment\b|\bwear limit\b|\bdeflections?\b|间隙|厚度|窜动|跳动|磨损极限|同心度|挠度/iu,
  },
  {
    dimension: 'length',
    words:
      /\bclearances?\b|\bgaps?\b|\bdistances?\b|\bdiameters?\b|\bthickness(?:es)?\b|\bhow (?:thick|wide|deep|far|long is the|tall)\b|\b(?:axial|radial) play\b|\brun-?out\b|\bmisalignment\b|\bwear limit\b|\bdepth\b|\bheight\b|\bwidth\b|\bstroke\b|\bdimensions?\b|间隙|距离|直径|外径|内径|孔径|尺寸|厚度|宽度|深度|高度|长度|窜动|跳动|磨损极限|同心度|行程/iu,
  },
  { dimension: 'share', words: /\bpercent(?:age)?s?\b|\bhumidity\b|\befficienc(?:y|ies)\b|\bconcentration\b|百分|湿度|效率|浓度|比例/iu },
  { dimension: 'velocity', words: /\b(?:belt|conveyor|line|travel|cutting|wind) speed\b|线速度|带速|流速/iu },
  {
    dimension: DESIGNATION,
    words:
      /\b(?:oil|grease|lubricant) (?:grade|class|type)s?\b|\bviscosity (?:grade|class)\b|\b(?:which|what) (?:oil|grease|lubricant)\b|油品|油号|(?:油|脂).{0,2}牌号|(?:什么|哪种|何种)(?:油|润滑)/iu,
  },
  {
    dimension: WEB_ADDRESS,
    words:
      /(?<=\bwhere\b.{0,60})\b(?:published|download(?:ed)?|online|on the (?:web|internet))\b|\b(?:which|what)(?: is the)? (?:url|link|web ?(?:site|page|address))\b|网址|(?:哪里|哪儿|何处|在哪).{0,6}下载|下载地址/iu,
  },
  {
    dimension: AUTHOR,
    words: /\bwho (?:wrote|has written|prepared|compiled|(?:is|are|was|were) the authors?)\b|谁(?:编写|编制|写)的?|作者是谁/iu,
  },
  { dimension: 'force', words: /\b(?:axial|clamping|tensile|spring|belt) (?:force|tension)\b|\bpreload\b|预紧力|张紧力|推力|夹紧力/iu },
];

export type WantedDimension = {
  dimension: string;
  /** The words of the question that say so: a value of the dimension answers them, whatever word stands beside it. */
  phrase: string;
  /** No value above this (SI) can be meant. */
  largest: number;
};

/** Asks under which condition something happens: quantities that it names are part of the condition, not what is wanted. */
const ASKS_CONDITION =
  /^\s*(?:when|under (?:which|what) conditions?|in (?:which|what) cases?)\b|^(?!.*多少).*(?:何时|什么时候|什么情况下|在?什么条件下)/iu;

/** The dimension that the question asks a value of, by its words or by the unit that it wants the value in; null where it asks for none that
 *  we know. */
export function wantedDimension(question: string): WantedDimension | null {
  const asksCondition = ASKS_CONDITION.test(question);
  const [named] = namedUnits(question);
  for (const { dimension, words, largest } of DIMENSIONS) {
    if (asksCondition && dimension !== 'time') continue;
    const phrase = words.exec(question)?.[0];
    if (phrase === undefined) continue;
    return { dimension, phrase, largest: largest ?? Number.POSITIVE_INFINITY };
  }
  if (named === undefined || asksCondition) return null;
  return { dimension: named.dimension, phrase: named.text, largest: Number.POSITIVE_INFINITY };
}

/** An interval in words instead of a quantity: "weekly", "every shift", "每周". Counts as a value of time. */
export const INTERVAL_WORDS =
  /\b(?:hourly|daily|weekly|bi-?weekly|monthly|quarterly|half-?yearly|semi-?annual(?:ly)?|annual(?:ly)?|yearly|every (?:shift|day|week|month|quarter|year|start)|each (?:shift|day|week|month|year)|once (?:a|per) (?:shift|day|week|month|year)|before (?:each|every) (?:start|shift))\b|每(?:班|日|天|周|月|季度?|半年|年|次)/iu;
