import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LettersEmbedder } from '../../knowledge/embed/fixtures/letters-embedder.ts';
import { pageWithPicture } from '../read/pdf/fixtures/picture-page.ts';
import { pictureFile } from '../read/recognize/fixtures/pictures.ts';
import { Workshop } from './fixtures/workshop.ts';
import { Ingestor } from './ingestor.ts';
import { DEFAULT_PARSE_LIMITS } from './parse-pool.ts';

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

it('pictures on pages with text are left unread where they are too many, with a warning, and read as soon as more are allowed', async () => {
  const own = await Workshop.make();
  try {
    await own.write('sheet.pdf', await pageWithPicture());
    const store = await own.store();
    const ingest = async (mostPictures: number) => {
      const limits = { ...DEFAULT_PARSE_LIMITS, mostPictures };
      const recognition = { recognizer: 'tesseract', folder: path.join(own.data, 'recognized') } as const;
      const ingestor = new Ingestor({ store, embedder: new LettersEmbedder(), dataFolder: own.data, limits, recognition });
      return (await ingestor.ingest({ paths: [own.files] })).files[0]!;
    };
    const unread = await ingest(0);
    expect(unread).toMatchObject({ status: 'indexed_with_warnings', warnings: [{ code: 'pictures_unread' }] });
    expect(unread.warnings[0]!.message).toContain('MILLWRIGHT_PICTURES=all');
    expect(await ingest(0)).toMatchObject({ status: 'unchanged' });
    expect(await ingest(5)).toMatchObject({ status: 'indexed', warnings: [] });
    expect(await store.search({ terms: [{ token: 'gearbox', weight: 1 }], keys: [], limit: 3, filter: {} })).toHaveLength(1);
    expect(await ingest(0)).toMatchObject({ status: 'unchanged' });
  } finally {
    await own.dispose();
  }
});
