/** What can go wrong, by name. One place (server/problems.ts) maps codes to HTTP statuses. */
export type ErrorCode =
  // what the person gave
  | 'bad_request'
  | 'not_found'
  | 'too_large'
  | 'unsupported_media_type'
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limited'
  // documents
  | 'file_missing'
  | 'file_unreadable'
  | 'file_empty'
  | 'file_encrypted'
  | 'file_damaged'
  | 'file_too_large'
  | 'file_kind_unknown'
  | 'document_id_taken'
  | 'parse_timeout'
  | 'parse_memory'
  | 'parse_crashed'
  | 'recognizer_failed'
  | 'process_crashed'
  // jobs
  | 'job_ended'
  | 'job_running'
  // the store and the disk
  | 'store_full'
  | 'store_busy'
  | 'store_damaged'
  | 'store_newer'
  | 'store_older'
  | 'store_closed'
  // a store on a server of its own
  | 'store_unreachable'
  | 'store_unauthorized'
  | 'store_misbehaved'
  | 'disk_full'
  // embedding
  | 'embedder_unavailable'
  | 'embedder_mismatch'
  | 'embedder_misbehaved'
  | 'text_too_long'
  // reranking (retrieval goes on without)
  | 'reranker_unavailable'
  | 'reranker_misbehaved'
  // the language model
  | 'model_unavailable'
  // a server of Millwright, as its clients see it
  | 'server_unreachable'
  | 'server_refused'
  // the rest
  | 'config_invalid'
  | 'cancelled'
  | 'internal';

export type ErrorDetails = {
  code: ErrorCode;
  /** True where the same call may succeed later without a change. Default false. */
  retryable?: boolean;
  /** Ids and counts for logs and programs; never document text, questions or keys. */
  context?: Record<string, string | number | boolean | null>;
  cause?: unknown;
};

/** The one base of every error that Millwright throws on purpose.
 *  The message names the thing, says what is wrong (expected against found) and what to do next;
 *  it is fit to be shown to a person as it stands. */
export class MillwrightError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly context: Record<string, string | number | boolean | null>;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'MillwrightError';
    this.code = details.code;
    this.retryable = details.retryable ?? false;
    this.context = details.context ?? {};
  }
}
