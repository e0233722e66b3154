/** Reads question and text together (a cross-encoder) and says how well each text answers.
 *  Shape: n texts in, n scores out, in the order of the texts; higher is better. [] gives [].
 *  Units: all scores of a call are probabilities (0..1), or all are log odds.
 *  Errors: reranker_unavailable (cannot be reached, too slow, refuses), reranker_misbehaved (scores missing or no numbers), cancelled. */
export interface Reranker {
  /** Names model and place, for people. */
  readonly id: string;
  /** So many of the first texts are worth its time. */
  readonly maxTexts: number;
  rerank(question: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]>;
}
