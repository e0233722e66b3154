import type { FileOutcome, IngestEvent } from '../ingest/jobs/ingest-report.ts';

/** A terminal is redrawn this often; a log gets a line this often. */
const REDRAW_MS = 120;
const LOG_MS = 5_000;
const BAR_WIDTH = 24;

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** Ingest drawn for a person: a bar with files, pages, pages a second and time left, then the vectors; failures and warnings as lines. */
export class IngestProgress {
  readonly #stream: Stream;
  readonly #quiet: boolean;
  readonly #started = performance.now();
  readonly #pages = new Map<string, { done: number; total: number }>();
  #files = { done: 0, total: 0 };
  #pagesEnded = 0;
  #vectors: { done: number; total: number; first: number; since: number } | null = null;
  #lastDrawn = 0;
  #drawn = false;
  #lastText = '';

  constructor({ stream, quiet }: { stream: Stream; quiet: boolean }) {
    this.#stream = stream;
    this.#quiet = quiet;
  }

  show(event: IngestEvent): void {
    switch (event.type) {
      case 'found':
        this.#files.total = event.files;
        break;
      case 'pages':
        this.#pages.set(event.file, { done: event.done, total: event.total ?? event.done });
        break;
      case 'file-done':
        this.#endFile(event.outcome);
        break;
      case 'vectors':
        this.#vectors = {
          first: this.#vectors?.first ?? event.done,
          since: this.#vectors?.since ?? performance.now(),
          done: event.done,
          total: event.total,
        };
        break;
      default:
    }
    this.#draw(false);
  }

  end(): void {
    this.#draw(true);
    if (this.#drawn && this.#stream.isTTY) this.#stream.write('\n');
  }

  #endFile(outcome: FileOutcome): void {
    this.#files.done += 1;
    this.#pages.delete(outcome.file);
    if (outcome.status === 'indexed' || outcome.status === 'indexed_with_warnings') this.#pagesEnded += outcome.pages;
    if (outcome.error) this.#line(`failed     ${outcome.file}: ${outcome.error.message}`);
    for (const warning of outcome.warnings) this.#line(`warning    ${outcome.file}: ${warning.message}`);
    if (outcome.status === 'removed') this.#line(`removed    ${outcome.file}`);
  }

  #line(text: string): void {
    if (this.#drawn && this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
    this.#stream.write(`${text}\n`);
    this.#lastDrawn = 0;
  }

  #draw(last: boolean): void {
    if (this.#quiet || (this.#files.total === 0 && !this.#vectors?.total)) return;
    const now = performance.now();
    if (!last && now - this.#lastDrawn < (this.#stream.isTTY ? REDRAW_MS : LOG_MS)) return;
    if (!this.#stream.isTTY && !last && now - this.#started < LOG_MS) return;
    this.#lastDrawn = now;
    this.#drawn = true;
    const text = !this.#vectors?.total || this.#files.done < this.#files.total ? this.#readingText(now) : this.#vectorText(now);
    if (this.#stream.isTTY) this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns ?? 100) - 1)}`);
    else if (text !== this.#lastText) this.#stream.write(`${text}\n`);
    this.#lastText = text;
  }

  #readingText(now: number): string {
    const underway = [...this.#pages.values()];
    const pages = this.#pagesEnded + underway.reduce((sum, { done }) => sum + done, 0);
    const seconds = (now - this.#started) / 1000;
    const rate = pages / Math.max(seconds, 0.001);
    const begun = underway.reduce((sum, { done, total }) => sum + done / Math.max(1, total), 0);
    const share = (this.#files.done + begun) / Math.max(1, this.#files.total);
    return `${bar(share)} ${this.#files.done}/${this.#files.total} files, ${pages} pages, ${rate.toFixed(0)} pages/s${left(seconds, share)}`;
  }

  #vectorText(now: number): string {
    const { done, total, first, since } = this.#vectors!;
    const share = (done - first) / Math.max(1, total - first);
    return `${bar(done / Math.max(1, total))} ${done}/${total} vectors${left((now - since) / 1000, share)}`;
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR_WIDTH);
  return `[${'='.repeat(full)}${' '.repeat(BAR_WIDTH - full)}]`;
}

/** Time left, once enough is done to tell. */
function left(seconds: number, share: number): string {
  if (share < 0.02 || share >= 1 || seconds < 1) return '';
  const rest = Math.round((seconds / share) * (1 - share));
  return rest >= 60 ? `, ${Math.floor(rest / 60)} min ${rest % 60} s left` : `, ${rest} s left`;
}
