import type { Command } from 'commander';
import type { Scope } from '../knowledge/document/answer.ts';

export type ScopeOptions = { equipment?: string[]; document?: string[]; superseded?: boolean };

/** Options that narrow a question. */
export function scopeOptions(command: Command): Command {
  return command
    .option('--equipment <names...>', 'only documents about this equipment')
    .option('--document <files...>', 'only these documents, by file name as "documents" lists them; superseded ones too')
    .option('--superseded', 'also revisions that later ones have superseded');
}

export function scopeOf({ equipment, document, superseded }: ScopeOptions): Scope | undefined {
  if (!equipment?.length && !document?.length && !superseded) return undefined;
  return {
    ...(equipment?.length ? { equipment } : {}),
    ...(document?.length ? { documents: document } : {}),
    ...(superseded ? { revisions: 'all' } : {}),
  };
}
