import fc from 'fast-check';

import { renderCard } from '../../../../local-aws/services/chatbot/render-card';

const MESSAGE = {
  channel: 'builds',
  title: 'AWS CodePipeline Notification',
  text: 'Pipeline Execution: FAILED',
  fields: { Stage: 'Build', Steps: '1. Look\n2. Rest' },
  at: 0,
};

test('a card names its channel and shows everything behind a bar, in order', () => {
  expect(renderCard(MESSAGE, false)).toBe(
    [
      '#builds',
      '┃ AWS CodePipeline Notification',
      '┃ Pipeline Execution: FAILED',
      '┃ Stage: Build',
      '┃ Steps: 1. Look',
      '┃ 2. Rest',
    ].join('\n'),
  );
});

test.each([
  ['FAILED', 31],
  ['SUPERSEDED', 33],
  ['SUCCEEDED', 32],
  ['STARTED', 34],
])('the bar of %s has a color of its own', (state, code) => {
  const card = renderCard({ ...MESSAGE, text: `Execution: ${state}` }, true);
  expect(card).toContain(`\u001b[${code}m┃`);
});

test('no text steers the terminal', () => {
  const texts = fc.record({ title: fc.string({ unit: 'binary' }), text: fc.string(), channel: fc.string() });
  fc.assert(
    fc.property(texts, (message) => {
      const card = renderCard({ ...MESSAGE, ...message, fields: { Hostile: '\u001b[2Jx\r\nclear' } }, false);
      for (const line of card.split('\n')) expect(line).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 30 },
  );
});

test('without a terminal there are no colors', () => {
  const { isTTY } = process.stderr;
  Object.assign(process.stderr, { isTTY: false });
  const card = renderCard(MESSAGE);
  Object.assign(process.stderr, { isTTY });
  expect(card).not.toContain('\u001b');
});
