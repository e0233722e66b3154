import { afterAll, beforeAll, expect, it } from 'vitest';
import { LettersEmbedder } from '../../knowledge/embed/fixtures/letters-embedder.ts';
import { HybridRetriever } from '../../knowledge/retrieve/hybrid-retriever.ts';
import { PlantGlossary } from '../../knowledge/terms/plant-glossary.ts';
import { baseGlossary } from '../../knowledge/text/glossary/base-glossary.ts';
import { PLANT, type SmallPlant, smallPlant } from '../fixtures/small-plant.ts';
import { StatementVerifier } from './statement-verifier.ts';

let plant: SmallPlant;
let verifier: StatementVerifier;
beforeAll(async () => {
  plant = await smallPlant(PLANT);
  const embedder = new LettersEmbedder();
  verifier = new StatementVerifier({
    retriever: new HybridRetriever({ store: plant.store, embedder, glossary: new PlantGlossary(plant.store.terms, baseGlossary()) }),
    embedder,
  });
});
afterAll(() => plant.close());

it('finds in the documents what supports a statement, and says where', async () => {
  const { verdict, citations, score } = await verifier.verify({ statement: 'The oil of the KX-60 is changed after 4000 operating hours.' });
  expect(verdict).toBe('supported');
  expect(score).toBeGreaterThan(0.8);
  expect(citations[0]).toMatchObject({ file: 'pump-60.md', quote: expect.stringContaining('4000 operating hours') });
});

it('names the number that the documents contradict, and what they say instead', async () => {
  const { verdict, reasons, citations } = await verifier.verify({
    statement: 'The oil of the KX-60 is changed after 8000 operating hours.',
    scope: { equipment: ['KX-60'] },
  });
  expect(verdict).toBe('contradicted');
  expect(reasons[0]).toMatchObject({ kind: 'number', statement: '8000 operating hours', evidence: '4000 operating hours' });
  expect(citations[0]!.file).toBe('pump-60.md');
});

it('says what no document speaks of', async () => {
  expect(await verifier.verify({ statement: 'The canteen opens at seven.' })).toMatchObject({ verdict: 'not_supported' });
});

it('holds a statement against given texts alone, alone or joined', async () => {
  const evidence = ['The gasket is made of PTFE.', 'Its thickness is 2 mm.'];
  const joined = await verifier.verify({ statement: 'The PTFE gasket has a thickness of 2 mm.', evidence });
  expect(joined).toMatchObject({ verdict: 'supported', citations: [] });
  const other = await verifier.verify({ statement: 'Change the oil of the KX-60 after 4000 operating hours.', evidence });
  expect(other.verdict).toBe('not_supported');
  expect(await verifier.verify({ statement: 'Anything at all.', evidence: [] })).toMatchObject({ verdict: 'not_supported', score: 0 });
});

it('gives the same result for the same statement', async () => {
  const statement = '灌装阀的四只螺栓拧紧至 9 N·m。';
  expect(await verifier.verify({ statement })).toEqual(await verifier.verify({ statement }));
});
