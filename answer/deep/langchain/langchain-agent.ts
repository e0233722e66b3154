import { AIMessage, type BaseMessage, type UsageMetadata } from '@langchain/core/messages';
import { type StructuredToolInterface, tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent, createMiddleware } from 'langchain';
import { ModelFailure } from '../../compose/model/chat-model.ts';
import { countTokens } from '../../compose/model/count-tokens.ts';
import { ModelAnswer, type ModelStatement } from '../../compose/model/statement-reader.ts';
import type { Agent, AgentTask } from '../agent.ts';
import { failureOf } from './failure-of.ts';

export type LangchainAgentOptions = {
  /** Up to and with "/v1". */
  baseUrl: string;
  model: string;
  apiKey?: string;
  /** Tokens of one answer of the model. */
  answerTokens: number;
  /** Longest wait for one answer of the endpoint. */
  silenceMs: number;
};

/** The tool by which the model ends. */
const ANSWER = 'give_answer';

/** LangSmith would send what is asked and read to its makers' servers: nothing leaves but for the endpoint. Read by the library with every run. */
const TRACING = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2', 'LANGCHAIN_TRACING'];

/** LangChain's agent over an OpenAI-compatible endpoint with tool calling. */
export class LangchainAgent implements Agent {
  readonly name: string;
  readonly #options: LangchainAgentOptions;

  constructor(options: LangchainAgentOptions) {
    this.name = options.model;
    this.#options = options;
    for (const name of TRACING) delete process.env[name];
  }

  async run(task: AgentTask): Promise<ModelStatement[]> {
    const { system, user, bounds, signal } = task;
    const ending: { statements: ModelStatement[] | null } = { statements: null };
    const course = new Course(task);
    const tools: StructuredToolInterface[] = [...task.tools.map((each) => asTool(each)), answerTool(ending)];
    const agent = createAgent({ model: this.#model(), tools, systemPrompt: system, middleware: [watching(course)] });
    try {
      // Each step is a call of the model, one of the tool, and what lies between: the bound is our own, this one only a net.
      await agent.invoke({ messages: [{ role: 'user', content: user }] }, { signal, recursionLimit: 10 * bounds.steps + 20 });
    } catch (error) {
      signal.throwIfAborted();
      throw course.broken ?? failureOf(error, { model: this.name, baseUrl: this.#options.baseUrl, called: course.called });
    }
    if (ending.statements !== null) return ending.statements;
    const said = course.called === 0 ? 'calls no tools: it answered in words' : 'ended without giving its statements';
    throw new ModelFailure(course.called === 0 ? 'no_tools' : 'malformed', `The model "${this.name}" ${said}.`);
  }

  #model(): ChatOpenAI {
    const { baseUrl, model, apiKey, answerTokens, silenceMs } = this.#options;
    return new ChatOpenAI({
      model,
      // The client insists on some key.
      apiKey: apiKey ?? 'none',
      configuration: { baseURL: baseUrl },
      temperature: 0,
      maxTokens: answerTokens,
      maxRetries: 1,
      timeout: silenceMs,
      useResponsesApi: false,
    });
  }
}

function asTool({ name, description, schema, call }: AgentTask['tools'][number]): StructuredToolInterface {
  return tool((input) => call(input), { name, description, schema });
}

function answerTool(ending: { statements: ModelStatement[] | null }): StructuredToolInterface {
  return tool(
    ({ statements }) => {
      ending.statements = statements;
      return 'Given.';
    },
    {
      name: ANSWER,
      description:
        'Ends the investigation with its statements, each with the numbers of the passages that say it; none where the documents do not say it.',
      schema: ModelAnswer,
      returnDirect: true,
    },
  );
}

/** Counts what is used, and ends what goes beyond its bounds. */
class Course {
  called = 0;
  broken: ModelFailure | null = null;
  readonly #task: AgentTask;
  #answers = 0;

  constructor(task: AgentTask) {
    this.#task = task;
  }

  beforeModel(messages: readonly BaseMessage[]): void {
    const { usage, bounds } = this.#task;
    const next = countTokens(messages.map(wordsOf).join('\n')) + countTokens(this.#task.system);
    if (usage.promptTokens + usage.completionTokens + next > bounds.tokens)
      this.#break('too_many_tokens', `came to no end within ${bounds.tokens} tokens`);
  }

  afterModel(message: AIMessage, asked: readonly BaseMessage[]): void {
    const { usage } = this.#task;
    // Messages with one id replace each other in the library's state, and there are endpoints that give every answer the same.
    message.id = `answer-${++this.#answers}`;
    const { usage_metadata: told } = message as unknown as { usage_metadata?: UsageMetadata };
    usage.promptTokens += told?.input_tokens ?? countTokens(asked.map(wordsOf).join('\n')) + countTokens(this.#task.system);
    usage.completionTokens += told?.output_tokens ?? countTokens(wordsOf(message));
  }

  beforeTool(name: string): void {
    this.called += 1;
    const { steps } = this.#task.bounds;
    if (name !== ANSWER && this.called > steps) this.#break('too_many_steps', `came to no end within ${steps} steps`);
  }

  misfit(name: string, input: unknown): void {
    this.#task.onMisfit(name, input);
  }

  #break(reason: 'too_many_tokens' | 'too_many_steps', what: string): never {
    this.broken ??= new ModelFailure(reason, `The investigation ${what}.`);
    throw this.broken;
  }
}

function watching(course: Course) {
  return createMiddleware({
    name: 'Bounds',
    wrapModelCall: async (request, handler) => {
      course.beforeModel(request.messages);
      const message = await handler(request);
      if (AIMessage.isInstance(message)) course.afterModel(message, request.messages);
      return message;
    },
    wrapToolCall: async (request, handler) => {
      const { name, args } = request.toolCall;
      course.beforeTool(name);
      if (request.tool === undefined) course.misfit(name, args);
      try {
        return await handler(request);
      } catch (error) {
        if (request.tool !== undefined && name !== ANSWER && course.broken === null) course.misfit(name, args);
        throw error;
      }
    },
  });
}

function wordsOf(message: BaseMessage): string {
  const calls = AIMessage.isInstance(message) ? JSON.stringify(message.tool_calls ?? []) : '';
  return `${typeof message.content === 'string' ? message.content : JSON.stringify(message.content)}${calls}`;
}
