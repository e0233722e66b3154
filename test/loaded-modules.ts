import { registerHooks } from 'node:module';

// A program for lazy-loading.int.test.ts: opens the data folder with a language model configured, asks an ordinary question and then a
// deep one, and prints which files of LangChain's agent were loaded after each.
const [dataFolder] = process.argv.slice(2);
const loaded: string[] = [];
registerHooks({
  load: (url, context, nextLoad) => {
    if (/node_modules\/(langchain|@langchain\/(openai|langgraph)|openai)\//.test(url)) loaded.push(url);
    return nextLoad(url, context);
  },
});

const { openMillwright } = await import('../assembly.ts');
const { readConfig } = await import('../config.ts');
const nowhere = { MILLWRIGHT_MODEL_URL: 'http://127.0.0.1:9/v1', MILLWRIGHT_MODEL: 'none' };
const millwright = await openMillwright({ ...readConfig(nowhere), dataFolder: dataFolder! }, { serving: true });
const counts: { loaded: number; reason: string | null; megabytes: number }[] = [];
for (const mode of ['ordinary', 'deep'] as const) {
  const { deep } = await millwright.answerer.ask({ question: 'What torque do the coupling bolts get?', mode });
  counts.push({ loaded: loaded.length, reason: deep?.reason ?? null, megabytes: Math.round(process.memoryUsage.rss() / 1e6) });
}
await millwright.close();
process.stdout.write(JSON.stringify(counts));
process.exit(0);
