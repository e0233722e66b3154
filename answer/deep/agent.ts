import type { z } from 'zod';
import type { TokenUsage } from '../compose/model/chat-model.ts';
import type { ModelStatement } from '../compose/model/statement-reader.ts';

export type AgentTool = {
  name: string;
  description: string;
  schema: z.ZodType;
  /** Gives what the model reads. Never fails for what the model gave. */
  call(input: unknown): Promise<string>;
};

/** What an investigation may take at most. */
export type Bounds = {
  /** Calls of tools. */
  steps: number;
  /** Read and written, over all calls of the model. */
  tokens: number;
  timeoutMs: number;
};

export type AgentTask = {
  system: string;
  user: string;
  tools: readonly AgentTool[];
  bounds: Bounds;
  /** Told of a call that cannot be carried out: a tool that is none, or arguments that do not fit. */
  onMisfit: (name: string, input: unknown) => void;
  /** Grows while the model works, and tells the truth when it fails too. */
  usage: TokenUsage;
  signal: AbortSignal;
};

/** A language model that calls tools until it gives its statements.
 *  Errors: ModelFailure (with the reason for the reader); whatever `signal` was aborted with. */
export interface Agent {
  /** As the endpoint calls the model. */
  readonly name: string;
  run(task: AgentTask): Promise<ModelStatement[]>;
}
