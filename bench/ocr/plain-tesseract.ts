import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createWorker, OEM } from 'tesseract.js';

/** Tesseract as its own examples use it: a picture in, plain text out. */
export async function plainTesseract(): Promise<{ text(file: string): Promise<string>; close(): Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'millwright-models-'));
  const require = createRequire(import.meta.url);
  const languages = ['chi_sim', 'eng'];
  for (const language of languages) {
    const name = `${language}.traineddata.gz`;
    const home = path.dirname(require.resolve(`@tesseract.js-data/${language}/package.json`));
    copyFileSync(path.join(home, '4.0.0_best_int', name), path.join(folder, name));
  }
  const worker = await createWorker(languages, OEM.LSTM_ONLY, { langPath: folder, gzip: true, cacheMethod: 'none' });
  rmSync(folder, { recursive: true, force: true });
  return {
    text: async (file) => (await worker.recognize(file)).data.text,
    close: async () => {
      await worker.terminate();
    },
  };
}
