import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../knowledge/document/answer.ts';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const manual = (model: string, revision: string, torque: string, more = '') => `# ${model} Process Pump Manual

Document no. MAN-${model} Revision ${revision}

## 1 Technical data

| Item | Value |
|---|---|
| Tightening torque of the coupling bolts | ${torque} |
${more}
`;

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({
    'pump-40.md': manual('KX-40', 'C', '25 N·m', '| Oil quantity of the bearing bracket | 0.4 L |'),
    'pump-40-b.md': manual('KX-40', 'B', '22 N·m'),
    'pump-60.md': manual('KX-60', 'A', '48 N·m'),
    'air.md': '# Compressor AC-75\n\nDrain the tank of the AC-75 daily.\n',
  });
});
afterAll(() => plant.close());

const ask = (question: string): Promise<Answer> => plant.answerer.ask({ question });

/** The cells of the answer's table. */
function tableOf({ text }: Answer): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  return lines.map((line) => line.slice(2, -2).split(' | '));
}

/** Every cell behind the name of its row ends with marks of citations of that row's machine. */
function expectCited(answer: Answer): void {
  for (const [name, ...cells] of tableOf(answer).slice(1)) {
    for (const cell of cells) {
      const marks = [...cell.matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
      expect(marks.length).toBeGreaterThan(0);
      for (const n of marks) {
        const { equipment, revision } = answer.citations.find((citation) => citation.n === n)!;
        expect(equipment.some((each) => name!.startsWith(each)) || name!.includes(` ${revision}`)).toBe(true);
      }
    }
  }
}

describe('a comparison of two machines', () => {
  it.each([
    'Compare the tightening torque of the coupling bolts of the KX-40 and the KX-60',
    'What is the difference between KX-40 and KX-60 in the torque of the coupling bolts?',
    '比较 KX-40 和 KX-60 联轴器螺栓的拧紧力矩',
  ])('is a table with a citation in every cell: %s', async (question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    const table = tableOf(answer);
    expect(table.slice(1).map(([name]) => name!.split(' ')[0])).toEqual(['KX-40', 'KX-60']);
    expect(table[1]!.join()).toContain('25 N·m');
    expect(table[2]!.join()).toContain('48 N·m');
    expect(answer.text).not.toContain('22 N·m');
    expect(answer.statements.every(({ verified }) => verified)).toBe(true);
    expectCited(answer);
  });

  it('goes by the tags of the asset list: each side is the manual of its model', async () => {
    const machine = (tag: string, model: string, alias: string) => ({ tag, model, name: null, site: null, aliases: [alias] });
    await plant.store.catalogue.assets.replace([machine('P-101', 'KX-40', 'feed pump'), machine('P-202', 'KX-60', 'sump pump')]);
    try {
      for (const [one, two] of [
        ['P-202', 'P-101'],
        ['sump pump', 'feed pump'],
      ]) {
        const answer = await ask(`Compare the tightening torque of the coupling bolts of ${one} and ${two}`);
        const [, first, second] = tableOf(answer);
        expect(first![0]).toMatch(/^P-202 · KX-60/);
        expect(first!.join()).toContain('48 N·m');
        expect(second![0]).toMatch(/^P-101 · KX-40/);
        expect(second!.join()).toContain('25 N·m');
      }
    } finally {
      await plant.store.catalogue.assets.replace([]);
    }
  });

  it('takes the order of the question, and says of which machine nothing is said', async () => {
    const answer = await ask('Compare the oil quantity of the bearing bracket of the KX-60 and the KX-40');
    const [, first, second] = tableOf(answer);
    expect(first).toEqual(['KX-60', 'not found in its documents', '']);
    expect(second!.join()).toContain('0.4 L');
  });

  it('is not found where neither says it', async () => {
    expect((await ask('Compare the colour of the paint of KX-40 and KX-60')).outcome).toBe('not_found');
  });
});

describe('what changed between two revisions on the whole', () => {
  it.each(['What changed from revision B to C of the KX-40 manual?', 'KX-40 手册版本B和版本C有什么不同？'])(
    'is a table of every change, each side cited in its own document: %s',
    async (question) => {
      const answer = await ask(question);
      expect(answer.outcome).toBe('answered');
      const [head, ...rows] = tableOf(answer);
      expect(head!.slice(1).map((name) => name.at(-1))).toEqual(['B', 'C']);
      const torque = rows.find((cells) => cells.join().includes('Tightening torque'))!;
      expect(torque[0]).toBe('1 Technical data');
      expect([torque[1], torque[2]]).toEqual([expect.stringContaining('22 N·m'), expect.stringContaining('25 N·m')]);
      const oil = rows.find((cells) => cells.join().includes('Oil quantity'))!;
      expect([oil[1], oil[2]]).toEqual(['—', expect.stringContaining('0.4 L')]);
      for (const [, ...cells] of rows)
        for (const [column, cell] of cells.entries())
          for (const [, n] of cell.matchAll(/\[(\d+)\]/g))
            expect(answer.citations[Number(n) - 1]!.file).toBe(column === 0 ? 'pump-40-b.md' : 'pump-40.md');
      expect(answer.statements.every(({ verified }) => verified)).toBe(true);
    },
  );
});

describe('a comparison of two revisions', () => {
  it.each([
    'What changed from revision B to C of the KX-40 manual in the torque of the coupling bolts?',
    'KX-40 手册版本B和版本C的联轴器螺栓拧紧力矩有何不同？',
  ])('quotes each of them: %s', async (question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    const table = tableOf(answer);
    expect(table[1]!.join()).toMatch(/B.*22 N·m/);
    expect(table[2]!.join()).toMatch(/C.*25 N·m/);
    expectCited(answer);
  });
});
