import { recognizerContract } from '../recognizer.contract.ts';
import { TesseractRecognizer } from './tesseract-recognizer.ts';

recognizerContract('TesseractRecognizer', async () => new TesseractRecognizer());
