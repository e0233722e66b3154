import { Command } from 'commander';
import { addAnswers } from './commands/answers.ts';
import { addAsk } from './commands/ask.ts';
import { addAssets } from './commands/assets.ts';
import { addBackup, addRestore } from './commands/backup.ts';
import { addConflicts } from './commands/conflicts.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDocuments } from './commands/documents.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addGlossary } from './commands/glossary.ts';
import { addIngest } from './commands/ingest.ts';
import { addJobs } from './commands/jobs.ts';
import { addKeys } from './commands/keys.ts';
import { addMigrate } from './commands/migrate.ts';
import { addReindex } from './commands/reindex.ts';
import { addSearch } from './commands/search.ts';
import { addServe } from './commands/serve.ts';
import { addStart } from './commands/start.ts';
import { addVerify } from './commands/verify.ts';
import { version } from './version.ts';

/** The command with all its sub-commands, not yet run. */
export function millwrightProgram(): Command {
  const program = new Command('millwright')
    .description("Answers from the plant's own manuals, every sentence with the passage that says so.")
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('("millwright COMMAND --help" says more)');

  for (const add of [
    addStart,
    addIngest,
    addJobs,
    addAsk,
    addAnswers,
    addSearch,
    addVerify,
    addDocuments,
    addConflicts,
    addAssets,
    addGlossary,
    addEvaluate,
    addServe,
    addKeys,
    addReindex,
    addMigrate,
    addBackup,
    addRestore,
    addDoctor,
  ])
    add(program);
  return program;
}
