import { followJob, JobEvents } from '../ingest/jobs/follow-job.ts';
import type { IngestEvent, IngestReport } from '../ingest/jobs/ingest-report.ts';
import type { JobView } from '../knowledge/store/job-shelf.ts';
import { say } from './output.ts';
import type { CommandContext } from './run-command.ts';

/** A person sees what another process does within so long. */
const LOOK_MS = 100;

export type JobEnd = { report: IngestReport; job: JobView['job'] };
type Options = { quiet: boolean; onEvent: (event: IngestEvent) => void };

/** Works the queue until the job has ended, or follows it where another process works it already; Ctrl-C cancels the job. */
export async function runJob({ millwright, signal }: CommandContext, id: string, { quiet, onEvent }: Options): Promise<JobEnd> {
  const { queue, worker } = millwright;
  const cancel = () => void queue.cancel(id).catch(() => undefined);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  const events = new JobEvents();
  for (const event of events.of(await queue.view(id))) onEvent(event);
  const broken = new AbortController();
  const onHeld = ({ host, pid }: { host: string; pid: number }) => {
    if (!quiet) say(`Another Millwright (process ${pid} on ${host}) works the queue; this follows it.`);
  };
  const working = worker().work({ signal: broken.signal, until: id, onHeld });
  working.catch(() => broken.abort());
  try {
    let last: JobView | null = null;
    for await (const view of followJob(queue, id, { everyMs: LOOK_MS, signal: broken.signal })) {
      for (const event of events.of(view)) onEvent(event);
      last = view;
    }
    await working;
    return { report: events.report(last!), job: last!.job };
  } finally {
    signal.removeEventListener('abort', cancel);
    broken.abort();
    await working.catch(() => undefined);
  }
}
