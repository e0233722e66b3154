import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LettersEmbedder } from '../../knowledge/embed/fixtures/letters-embedder.ts';
import { pictureFile } from '../read/recognize/fixtures/pictures.ts';
import { Workshop } from './fixtures/workshop.ts';
import { Ingestor } from './ingestor.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await Workshop.make();
});
afterAll(() => workshop.dispose());

it('a picture is recognised in a reading process, its passages say how sure that is, and what was read goes with the document', async () => {
  await workshop.write('note.png', await readFile(pictureFile('english.png')));
  const readings = path.join(workshop.data, 'recognized');
  const store = await workshop.store();
  const recognition = { recognizer: 'tesseract', folder: readings } as const;
  const ingestor = new Ingestor({ store, embedder: new LettersEmbedder(), dataFolder: workshop.data, recognition });
  const report = await ingestor.ingest({ paths: [workshop.files] });
  expect(report.files).toEqual([expect.objectContaining({ file: 'note.png', status: 'indexed', pages: 1 })]);
  const [document] = await store.catalogue.list();
  expect(await readdir(readings)).toEqual([document!.fingerprint]);
  await ingestor.removeDocument(document!.id);
  expect(await readdir(readings)).toEqual([]);
});
