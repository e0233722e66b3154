import type { KnownMachine } from '../../knowledge/machines/known-machines.ts';
import type { AskRequest } from '../ask.ts';
import { completeFollowUp, type FollowUp, type WholeQuestion } from './follow-up.ts';

/** The last question of a conversation as it can be read by itself; null where it stands so already. Every question before is read
 *  after the one before it, so that "and for the 60?" and "and the oil?" may follow one another. */
export function resolveConversation({ question, conversation = [], forget }: AskRequest, known: readonly KnownMachine[]): FollowUp | null {
  const before = conversation.reduce<WholeQuestion | null>((earlier, { question: former, scope }) => {
    const whole = earlier && completeFollowUp(former, earlier, { known });
    return { question: whole?.question ?? former, machines: scope?.equipment ?? [] };
  }, null);
  return before && completeFollowUp(question, before, { known, ...(forget && { forget }) });
}
