import { expect, it } from 'vitest';
import { newTurn, withEvent } from './turn.ts';

const told = (turn: ReturnType<typeof newTurn>) => ({
  statements: turn.statements.map(({ text }) => text),
  citations: turn.citations.map(({ n }) => n),
});

it('forgets what a model said once it is withdrawn, and takes what follows', () => {
  const statement = (text: string) => ({ text, citations: [1], basis: 'restated', verified: true });
  const growing = [
    ['stage', 'word'],
    ['citation', { n: 1 }],
    ['statement', statement('of the model')],
  ].reduce((turn, [event, data]) => withEvent(turn, event as string, data), newTurn('When?', null));
  expect(told(growing)).toEqual({ statements: ['of the model'], citations: [1] });
  const withdrawn = withEvent(growing, 'withdrawn', 'cut_off');
  expect(told(withdrawn)).toEqual({ statements: [], citations: [] });
  const quoted = withEvent(withEvent(withdrawn, 'citation', { n: 1 }), 'statement', statement('of the documents'));
  expect(told(quoted)).toEqual({ statements: ['of the documents'], citations: [1] });
});
