import type { ChatEvent, ChatModel, ChatRequest } from './chat-model.ts';

/** A model whose implementation is loaded with the first question that needs it. */
export class LazyChatModel implements ChatModel {
  readonly name: string;
  readonly #open: () => Promise<ChatModel>;
  #opened: Promise<ChatModel> | null = null;

  constructor(name: string, open: () => Promise<ChatModel>) {
    this.name = name;
    this.#open = open;
  }

  async *answer(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatEvent> {
    this.#opened ??= this.#open();
    yield* (await this.#opened).answer(request, signal);
  }
}
