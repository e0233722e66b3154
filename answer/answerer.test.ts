import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../knowledge/document/answer.ts';
import { PLANT, type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant(PLANT);
});
afterAll(() => plant.close());

const ask = (question: string, scope?: { equipment?: string[]; documents?: string[] }) =>
  plant.answerer.ask({ question, ...(scope && { scope }) });

/** What stays the same when a question is asked again. */
const lasting = ({ id: _id, usage: _usage, timings: _timings, ...rest }: Answer) => rest;

describe('a question about one machine', () => {
  it('gets that machine’s value with its citation, never the sibling’s', async () => {
    const answer = await ask('What is the tightening torque of the coupling bolts of the KX-60?');
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('48 N·m');
    expect(answer.text).not.toContain('25 N·m');
    expect(answer.citations[0]).toMatchObject({ n: 1, file: 'pump-60.md', sectionPath: expect.arrayContaining(['1 Technical data']) });
    expect(answer.statements.every(({ citations, verified }) => citations.length > 0 && verified)).toBe(true);
  });

  it('gets the one row that says it, not its neighbours of the same unit', async () => {
    const manual = `# KX-80 Manual\n\n| Screw joint | Torque |\n|---|---|\n| Coupling bolts | 25 N·m |\n| Foundation bolts | 120 N·m |\n| Casing bolts | 60 N·m |\n`;
    const own = await smallPlant({ 'pump-80.md': manual });
    const { text } = await own.answerer.ask({ question: 'What torque do the coupling bolts of the KX-80 get?' });
    expect(text).toContain('25 N·m');
    expect(text).not.toMatch(/120|60 N/);
    await own.close();
  });

  it('is shown no passage twice that two files hold, and both that differ in a number', async () => {
    const notice = (hours: number) =>
      `Drain the separator of the KX-90 every ${hours} hours, and wipe its glass with a dry cloth before it is closed again.`;
    const manual = (text: string) =>
      `# KX-90 Manual\n\n## Rinsing\n\nRinse the KX-90 filter with clean water of 40 °C.\n\n## Separator\n\n${text}\n`;
    const own = await smallPlant({ 'a.md': manual(notice(8)), 'copy.md': manual(notice(8)), 'other.md': manual(notice(12)) });
    const { related } = await own.answerer.ask({ question: 'With which water is the filter of the KX-90 rinsed?' });
    const separators = related.filter(({ quote }) => quote.includes('Drain the separator')).map(({ quote }) => /\d+ hours/.exec(quote)![0]);
    expect(separators.sort()).toEqual(['12 hours', '8 hours']);
    await own.close();
  });

  it('may be narrowed by the scope instead of by its words', async () => {
    const answer = await ask('What is the tightening torque of the coupling bolts?', { equipment: ['KX-40'] });
    expect(answer.text).toContain('25 N·m');
    expect(answer.citations.every(({ file }) => file === 'pump-40.md')).toBe(true);
  });

  it('names a machine or document of the scope that nobody knows', async () => {
    const answer = await ask('What is the tightening torque?', { equipment: ['KX-99'] });
    expect(answer.outcome).toBe('not_found');
    expect(answer.text).toContain('KX-99');
    expect((await ask('联轴器螺栓的拧紧力矩是多少？', { documents: ['none.pdf'] })).text).toContain('none.pdf');
  });

  it('says how many documents of the scope were searched', async () => {
    expect((await ask('Who repairs the office printer?', { equipment: ['KX-40'] })).text).toContain('Searched: one document');
  });

  it('is asked back where the machines differ and none is named', async () => {
    const answer = await ask('What is the tightening torque of the coupling bolts?');
    expect(answer.outcome).toBe('clarify');
    expect(JSON.stringify(answer.clarification?.options)).toContain('KX-40');
    expect(JSON.stringify(answer.clarification?.options)).toContain('KX-60');
    expect(answer.text).not.toMatch(/25 N|48 N/);
  });

  it('is answered at once where the machines say the same', async () => {
    const answer = await ask('How tight are the grub screws of the new seal?');
    expect(answer.outcome).toBe('answered');
    expect(answer.text).toContain('4 N·m');
  });
});

describe('a code', () => {
  it('is answered by its own row in any writing, and by no neighbour', async () => {
    for (const written of ['E-407', 'E407', 'e 407', 'Ｅ－４０７']) {
      const answer = await ask(`What does fault ${written} mean?`);
      expect(answer.text, written).toContain('Bottle jam at the infeed');
      expect(answer.text, written).not.toMatch(/Low air pressure|Cap missing/);
    }
  });

  it('that no document knows is not found, and named', async () => {
    const answer = await ask('What does fault E-499 mean?');
    expect(answer.outcome).toBe('not_found');
    expect(answer.text).toContain('E-499');
    expect(answer.statements).toEqual([]);
  });
});

describe('a procedure', () => {
  it('is told whole, in order, with its notice first', async () => {
    const answer = await ask('How do I replace the mechanical seal of the KX-40?');
    const steps = ['Close the suction valve', 'Remove the coupling guard', 'Pull the old seal', 'tighten the grub screws to 4 N·m'];
    const places = steps.map((step) => answer.text.indexOf(step));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(answer.notices[0]).toMatchObject({ level: 'warning', text: expect.stringContaining('Hot liquid') });
  });

  it('told in several sections of a work instruction is one', async () => {
    const answer = await ask('灌装阀密封如何更换？');
    expect(answer.outcome).toBe('answered');
    const places = ['关闭气源', '松开阀体', '将新密封压入槽内', '9 N·m'].map((step) => answer.text.indexOf(step));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(answer.notices.map(({ text }) => text).join()).toContain('密封唇口');
  });
});

describe('the answer', () => {
  it('is in the language of the question, its quotations in the documents’', async () => {
    const answer = await ask('KX-40 轴承温度报警值是多少？');
    expect(answer.language).toBe('zh');
    expect(answer.text).toContain('85 °C');
    expect(answer.text).toMatch(/[一-鿿]/);
  });

  it('quotes the documents literally', async () => {
    const answer = await ask('When must the oil of the KX-60 be changed?');
    expect(answer.text).toContain('4000 operating hours');
    for (const { text, basis } of answer.statements) if (basis === 'quoted') expect(PLANT['pump-60.md']).toContain(text);
    for (const { quote, file } of answer.citations) expect(file === 'pump-60.md' && quote.length > 0).toBe(true);
  });

  it('says not found with the nearest places where the documents do not say', async () => {
    const answer = await ask('What is the warranty period of the office printer?');
    expect(answer.outcome).toBe('not_found');
    expect(answer.statements).toEqual([]);
    expect(answer.confidence).toBeLessThan(0.45);
  });

  it('is the same when it is asked again', async () => {
    for (const question of ['What does E-408 mean?', 'How do I replace the mechanical seal of the KX-60?', 'What is the oil quantity?'])
      expect(lasting(await ask(question))).toEqual(lasting(await ask(question)));
  });

  it('stops at a signal', async () => {
    await expect(plant.answerer.ask({ question: 'What does E-408 mean?' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('tells its stages, citations and statements as they come', async () => {
    const events: string[] = [];
    await plant.answerer.ask({ question: 'What does E-408 mean?' }, { onEvent: ({ type }) => events.push(type) });
    expect(events.slice(0, 5)).toEqual(['stage', 'stage', 'stage', 'stage', 'stage']);
    expect(events.slice(5)).toEqual(['citation', 'statement', 'answer']);
  });
});

describe('without any document', () => {
  it('everything is not found', async () => {
    const empty = await smallPlant({});
    expect(await empty.answerer.ask({ question: 'What is the torque?' })).toMatchObject({ outcome: 'not_found', citations: [] });
    await empty.close();
  });
});
