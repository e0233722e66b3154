/** The tokenizer of an XLM-RoBERTa model as the build script writes it. */
export type TokenizerFile = {
  pieces: string[];
  scores: number[];
  /** Code point -> what SentencePiece's normaliser writes for it. */
  norm: Record<string, string>;
  bos: number;
  eos: number;
  pad: number;
  unk: number;
  unkScore: number;
};

const SPACE = '\u2581';

/** SentencePiece unigram: the most probable split of a text into pieces, by the Viterbi algorithm.
 *  Source: Kudo 2018, "Subword Regularization", section 3.2. */
export class UnigramTokenizer {
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
  readonly #unk: number;
  readonly #unkScore: number;
  readonly #ids = new Map<string, number>();
  readonly #scores: Float64Array;
  readonly #norm: Map<string, string>;
  readonly #longest: number;
  /** False where no piece reaches over a space: then none is looked for there. */
  readonly #joinsWords: boolean;

  constructor(file: TokenizerFile) {
    this.bos = file.bos;
    this.eos = file.eos;
    this.pad = file.pad;
    this.#unk = file.unk;
    this.#unkScore = file.unkScore;
    this.#scores = Float64Array.from(file.scores);
    this.#norm = new Map(Object.entries(file.norm).map(([point, text]) => [String.fromCodePoint(Number(point)), text]));
    const special = new Set([file.bos, file.eos, file.pad, file.unk]);
    let longest = 1;
    let joins = false;
    for (const [id, piece] of file.pieces.entries()) {
      if (piece === '' || special.has(id) || this.#ids.has(piece)) continue;
      this.#ids.set(piece, id);
      longest = Math.max(longest, piece.length);
      joins ||= piece.includes(SPACE, 1);
    }
    this.#longest = longest;
    this.#joinsWords = joins;
  }

  /** Ids of the text's pieces, without the marks of beginning and end. */
  encode(text: string): number[] {
    const normal = this.#normalized(text);
    const { length } = normal;
    const best = new Float64Array(length + 1).fill(Number.NEGATIVE_INFINITY);
    const piece = new Int32Array(length + 1);
    const from = new Int32Array(length + 1);
    best[0] = 0;
    let wordEnd = 0;
    for (let start = 0; start < length; start += 1) {
      const before = best[start]!;
      if (before === Number.NEGATIVE_INFINITY) continue;
      if (wordEnd <= start) wordEnd = this.#joinsWords ? length : endOfWord(normal, start);
      const reach = Math.min(wordEnd, start + this.#longest);
      for (let end = start + 1; end <= reach; end += 1) {
        const id = this.#ids.get(normal.slice(start, end));
        if (id === undefined) continue;
        const score = before + this.#scores[id]!;
        if (score > best[end]!) {
          best[end] = score;
          piece[end] = id;
          from[end] = start;
        }
      }
      // A character that no piece holds counts as unknown; both halves of a surrogate pair together.
      const next = start + ((normal.charCodeAt(start) & 0xfc00) === 0xd800 ? 2 : 1);
      if (next <= length && before + this.#unkScore > best[next]!) {
        best[next] = before + this.#unkScore;
        piece[next] = this.#unk;
        from[next] = start;
      }
    }
    const ids: number[] = [];
    for (let end = length; end > 0; end = from[end]!) ids.push(piece[end]!);
    return ids.reverse();
  }

  #normalized(text: string): string {
    let normal = '';
    for (const character of text.toWellFormed()) normal += this.#norm.get(character) ?? character;
    normal = normal.replaceAll(/ {2,}/g, ' ');
    return (normal.startsWith(' ') ? normal : ` ${normal}`).replaceAll(' ', SPACE);
  }
}

function endOfWord(text: string, start: number): number {
  const space = text.indexOf(SPACE, start + 1);
  return space === -1 ? text.length : space;
}
