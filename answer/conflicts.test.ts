import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../knowledge/document/answer.ts';
import { PlantConflicts } from './conflicts/plant-conflicts.ts';
import { type SmallPlant, smallPlant } from './fixtures/small-plant.ts';

const document = (title: string, facts: string, body: string) => `# ${title}\n\n${facts}\n\n${body}\n`;
const table = (head: string, ...rows: string[]) => [head, head.replaceAll(/[^|]+/g, '---'), ...rows].join('\n');

const manual = document(
  'KX-40 Process Pump Manual',
  'Document no. MAN-KX-40 Revision C\n\nDate: 2024-03-15',
  `## 1 Technical data

${table('| Item | Value |', '| Coupling bolts, tightening torque | 25 N·m |', '| Oil quantity of the bearing bracket | 0.4 L |', '| Operating pressure of the casing | 0.6 MPa |', '| Speed of the shaft | 1450-1500 r/min |')}

## 2 Maintenance

Change the oil of the bearing bracket every 4000 h.

Set the gap of the impeller to 0.3 mm when the casing is cold.
`,
);
const bulletin = document(
  'KX-40 Service Bulletin',
  'Document no. SB-KX-40-7 Revision A\n\nDate: 2025-01-20',
  `## Torques

Tighten the coupling bolts crosswise to 28 N·m.

## Limits

${table('| Item | Value |', '| Operating pressure of the casing | 6 bar |', '| Oil quantity of the bearing bracket | 400 mL |', '| Speed of the shaft | 1480 r/min |')}

## Oil

Change the oil of the bearing bracket every 2000 h.

Set the gap of the impeller to 0.5 mm when the casing is hot.
`,
);
const sibling = manual.replaceAll('KX-40', 'KX-60').replace('25 N·m', '49 N·m');

let plant: SmallPlant;
beforeAll(async () => {
  plant = await smallPlant({ 'manual-40.md': manual, 'bulletin-40.md': bulletin, 'manual-60.md': sibling });
});
afterAll(() => plant.close());

const ask = (question: string): Promise<Answer> => plant.answerer.ask({ question });

describe('two current documents that give one thing different values', () => {
  it.each([
    ['What is the tightening torque of the coupling bolts of the KX-40?', '25 N·m', '28 N·m'],
    ['How often is the oil of the bearing bracket of the KX-40 changed?', '4000 h', '2000 h'],
  ])('are both shown with revision and date: %s', async (question, one, two) => {
    const answer = await ask(question);
    expect(answer.conflicts).toHaveLength(1);
    const { text, citations, dismissed } = answer.conflicts![0]!;
    expect(dismissed).toBeNull();
    const cited = citations.map((n) => answer.citations.find((citation) => citation.n === n)!);
    expect(cited.map(({ file }) => file).sort()).toEqual(['bulletin-40.md', 'manual-40.md']);
    for (const { quote, revision, revisionDate, file } of cited) {
      expect(quote).toContain(file === 'manual-40.md' ? one : two);
      expect(text).toContain(`revision ${revision}, ${revisionDate}`);
    }
    for (const said of [one, two]) expect(answer.text).toContain(said);
    for (const n of citations) expect(text).toContain(`[${n}]`);
  });

  it('are told of in the language of the question', async () => {
    const answer = await ask('KX-40 联轴器螺栓的拧紧力矩是多少？');
    expect(answer.conflicts?.[0]?.text).toContain('现行文档给出的数值不同');
    expect(answer.conflicts?.[0]?.text).toContain('版本 A');
  });
});

describe('documents that come in', () => {
  const chinese = `# KX-40 离心泵使用说明书

文件编号 MAN-KX-40-ZH 版本 1

## 1 技术参数

${table('| 项目 | 数值 |', '| 联轴器螺栓拧紧力矩 | 31 N·m |', '| 轴承座油量 | 0.4 L |', '| 泵壳工作压力 | 6 bar |', '| 最大额定流量 | 25 m³/h |')}
`;
  const english = document(
    'KX-40 Data Sheet',
    'Document no. DS-KX-40 Revision A',
    `## 1 Technical data\n\n${table('| Item | Value |', '| Rated flow | 20 m³/h |', '| Coupling bolts, tightening torque | 31 N·m |')}`,
  );

  it('are compared with those about the same machine, also in the other language', async () => {
    const two = await smallPlant({ 'manual-40.md': manual, 'zh-40.md': chinese, 'sheet-40.md': english, 'manual-60.md': sibling });
    const [documents, conflicts] = [await two.store.catalogue.list(), new PlantConflicts(two.store)];
    const idOf = (name: string) => documents.find(({ file }) => file === name)!.id;
    expect(await conflicts.searchFor([idOf('zh-40.md')])).toEqual({ found: 1, complete: true });
    const quotes = (await conflicts.list()).map(({ sides }) => sides.map(({ quote }) => quote).sort());
    expect(quotes).toEqual([['Coupling bolts, tightening torque | 25 N·m', '联轴器螺栓拧紧力矩 | 31 N·m']]);
    expect(await conflicts.searchFor([idOf('sheet-40.md')])).toEqual({ found: 1, complete: true });
    expect(await conflicts.searchFor([idOf('zh-40.md'), idOf('sheet-40.md')])).toEqual({ found: 0, complete: true });
    expect(await conflicts.searchFor([idOf('manual-60.md')])).toEqual({ found: 0, complete: true });
    expect(await conflicts.search()).toHaveLength(2);
    await two.close();
  });
});

describe('no conflict', () => {
  it.each([
    ['the same value in other units', 'What is the operating pressure of the casing of the KX-40?'],
    ['the same amount in other units', 'What is the oil quantity of the bearing bracket of the KX-40?'],
    ['a value within the range of the other', 'What is the speed of the shaft of the KX-40?'],
    ['other conditions', 'How large is the gap of the impeller of the KX-40?'],
    ['a sibling machine', 'What is the tightening torque of the coupling bolts of the KX-60?'],
  ])('%s', async (_reason, question) => {
    const answer = await ask(question);
    expect(answer.outcome).toBe('answered');
    expect(answer.conflicts).toBeUndefined();
  });

  it('is seen where one revision has taken the place of the other', async () => {
    const succession = await smallPlant({ 'b.md': manual.replace('Revision C', 'Revision B').replace('25 N·m', '22 N·m'), 'c.md': manual });
    const answer = await succession.answerer.ask({ question: 'What is the tightening torque of the coupling bolts of the KX-40?' });
    expect(answer.text).toContain('25 N·m');
    expect(answer.conflicts).toBeUndefined();
    await succession.close();
  });

  it('is seen between manuals for machines of other serial numbers', async () => {
    const of = (serials: string, torque: string) =>
      manual
        .replace('Date:', `Serial numbers: ${serials}\n\nDate:`)
        .replace('25 N·m', torque)
        .replace('MAN-KX-40', `MAN-${serials.slice(0, 2)}`);
    const two = await smallPlant({ 'old.md': of('10-1000 to 10-1999', '22 N·m'), 'new.md': of('20-1000 to 20-1999', '25 N·m') });
    const summaries = await two.store.catalogue.list();
    expect(summaries.map(({ serialNumbers, supersededBy }) => [serialNumbers.length, supersededBy])).toEqual([
      [1, null],
      [1, null],
    ]);
    const answer = await two.answerer.ask({ question: 'What is the tightening torque of the coupling bolts of the KX-40?' });
    expect(answer.outcome).toBe('answered');
    expect(answer.conflicts).toBeUndefined();
    await two.close();
  });
});
