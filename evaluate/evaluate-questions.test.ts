import { describe, expect, it } from 'vitest';
import type { AskRequest } from '../answer/ask.ts';
import type { Answer, Citation } from '../knowledge/document/answer.ts';
import type { RankedPassage, RetrievalQuery, Retriever } from '../knowledge/retrieve/retriever.ts';
import { compareReports, parseReport } from './compare-reports.ts';
import { evaluateQuestions } from './evaluate-questions.ts';
import { GoldQuestion } from './gold-question.ts';
import { reportTable } from './report-table.ts';

const citation = (file: string, page: number) => ({ file, page, pageEnd: page, passageId: `${file}-${page}` }) as Citation;

function answer(outcome: Answer['outcome'], confidence: number, text = '', citations: Citation[] = []): Answer {
  return { outcome, confidence, text, citations } as Answer;
}

/** Ranks pages 1, 2, 3 of a.pdf for every question and remembers what it was asked. */
function pagesOfA(asked: RetrievalQuery[]): Retriever {
  const hits = [1, 2, 3].map((page) => ({
    passage: { document: { file: 'a.pdf' }, externalId: `p${page}`, page, pageEnd: page },
  })) as unknown as RankedPassage[];
  return {
    async retrieve(query) {
      asked.push(query);
      const translated = { concepts: [], known: 0, translated: true };
      return {
        language: 'en',
        said: query.text,
        writings: [],
        spelling: [],
        hits,
        revisions: 'current',
        own: translated,
        translated,
        timings: {},
        trace: [],
      };
    },
  };
}

const ANSWERS: Record<string, Answer> = {
  right: answer('answered', 0.9, 'Torque: 45 N·m [1]', [citation('a.pdf', 1)]),
  secondCited: answer('answered', 0.6, 'Torque: 145 N·m [1]', [citation('a.pdf', 7), citation('a.pdf', 2)]),
  refusedWrongly: answer('not_found', 0.3),
  asksBack: answer('clarify', 0.6),
  refusedRightly: answer('not_found', 0.3),
  answeredWrongly: answer('answered', 0.7, 'Something', [citation('a.pdf', 1)]),
};

const gold = (id: string, fields: object) => GoldQuestion.parse({ id, question: id, answerable: true, ...fields });

const QUESTIONS = [
  gold('right', { gold: [{ doc_id: 'a.pdf', page: 1 }], expected_contains: ['45 N·m'], kind: 'value', scope: { equipment: ['KP-40'] } }),
  gold('secondCited', { gold: [{ doc_id: 'a.pdf', page: 2 }], expected_contains: ['45 N·m'], kind: 'value' }),
  gold('refusedWrongly', { gold: [{ doc_id: 'b.pdf', page: 1 }], kind: 'step' }),
  gold('asksBack', { gold: [{ doc_id: 'a.pdf', page: 3 }], expected_outcome: 'clarify', expected_contains: ['3'] }),
  gold('refusedRightly', { answerable: false, kind: 'none' }),
  gold('answeredWrongly', { answerable: false, kind: 'none' }),
];

async function evaluate() {
  const asked: RetrievalQuery[] = [];
  const requests: AskRequest[] = [];
  const report = await evaluateQuestions({
    questions: QUESTIONS,
    retriever: pagesOfA(asked),
    answerer: {
      ask: async (request: AskRequest) => {
        requests.push(request);
        return ANSWERS[request.question]!;
      },
    },
  });
  return { report, asked, requests };
}

describe('evaluateQuestions', () => {
  it('computes each share over the questions that count for it', async () => {
    const { report } = await evaluate();
    expect(report).toMatchObject({
      n: 6,
      hit1: 1 / 4, // right at 1, secondCited at 2, refusedWrongly never, asksBack at 3
      hit5: 3 / 4,
      hit10: 3 / 4,
      mrr10: (1 + 1 / 2 + 0 + 1 / 3) / 4,
      firstCitation: 1 / 3, // asksBack does not count
      cited: 2 / 3,
      contains: 1 / 2, // 145 is not 45
      refusalPrecision: 1 / 2,
      refusalRecall: 1 / 2,
      clarified: 1,
      // .9 .6 .3 .6 against .3 .7: 1+1, 1+0, .5+0, 1+0 of 8
      auc: 4.5 / 8,
    });
  });

  it('reports kinds apart, null where nothing counts', async () => {
    const { report } = await evaluate();
    expect(Object.keys(report.byKind)).toEqual(['none', 'step', 'value']);
    expect(report.byKind.value).toMatchObject({ n: 2, hit1: 1 / 2, refusalRecall: null, auc: null });
    expect(report.byKind.none).toMatchObject({ n: 2, hit1: null, contains: null, refusalRecall: 1 / 2 });
  });

  it('gives the scope of a question to the ranking and to the answer', async () => {
    const { asked, requests } = await evaluate();
    expect(requests[0]!.scope).toEqual({ equipment: ['KP-40'] });
    expect(asked[0]!.scope).toEqual({ equipment: ['KP-40'] });
    expect(requests[1]).not.toHaveProperty('scope');
  });

  it('stops when cancelled', async () => {
    const signal = AbortSignal.abort();
    const stopped = evaluateQuestions({
      questions: QUESTIONS,
      retriever: pagesOfA([]),
      answerer: { ask: async () => ANSWERS.right! },
      signal,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('reports', () => {
  it('survives being written and read, and shows changes', async () => {
    const { report } = await evaluate();
    const read = parseReport(JSON.stringify(report), 'old.json');
    expect(compareReports(read, { ...report, hit1: 0.5 }).find(({ metric }) => metric === 'hit1')).toEqual({
      metric: 'hit1',
      before: 0.25,
      after: 0.5,
      change: 0.25,
    });
    const table = reportTable({ ...report, hit1: 0.5 }, read);
    expect(table).toMatch(/^hit1 +\.500 .*\+\.250$/m);
    expect(table).toMatch(/^refusalRecall +\.500 +\.500 +- +-/m);
    expect(table).toMatch(/^0\.3 to 0\.4 +2 +\.300 +\.500$/m);
    expect(table).not.toMatch(/^0\.4 to 0\.5/m);
    // .3 twice against 1/2, .6 twice against 1, .7 against 0, .9 against 1
    expect(table).toMatch(/^calibration error +\.333$/m);
  });

  it('reads a report from before reliability was reported', async () => {
    const { reliability, ...old } = (await evaluate()).report;
    expect(reliability!.bins[3]).toMatchObject({ n: 2, answerable: 0.5 });
    expect(reportTable(parseReport(JSON.stringify(old), 'old.json'))).not.toContain('calibration');
  });

  it('says what is wrong with a file that is no report', () => {
    expect(() => parseReport('{"n": 3}', 'old.json')).toThrow(/old\.json is not a report .*hit1/);
    expect(() => parseReport('nonsense', 'old.json')).toThrow(/not valid JSON/);
  });
});
