import { PDFWorker, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
// @ts-expect-error: the library's worker half comes without types.
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs';

type Message = { chunk?: object };
type Listener = (event: { data: unknown }) => void;

/** Hands messages between the two halves of pdfjs as they are. Its own port in Node copies each of them (structuredClone): every glyph of
 *  every page, and with the garbage of that, a quarter of the time that a page takes. Nothing of ours writes into what it is given. */
class InProcessPort {
  readonly #listeners = new Set<Listener>();
  readonly #later: Promise<void> = Promise.resolve();

  postMessage(message: Message): void {
    const data = message.chunk === undefined ? message : { ...message, chunk: ownLists(message.chunk) };
    this.#later.then(() => {
      for (const listener of this.#listeners) listener({ data });
    });
  }

  addEventListener(_name: string, listener: Listener, options?: { signal?: AbortSignal }): void {
    this.#listeners.add(listener);
    options?.signal?.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  removeEventListener(_name: string, listener: Listener): void {
    this.#listeners.delete(listener);
  }
}

/** A page's words and operators come in stretches, whose lists the sender empties for the next one. */
function ownLists(chunk: object): object {
  return Object.fromEntries(Object.entries(chunk).map(([name, value]) => [name, Array.isArray(value) ? value.slice() : value]));
}

/** A reading half of pdfjs in this process, for one document. */
export function openReadingHalf(): PDFWorker {
  const port = new InProcessPort();
  WorkerMessageHandler.initializeFromPort(port);
  return PDFWorker.create({ port: port as never, verbosity: VerbosityLevel.ERRORS });
}
