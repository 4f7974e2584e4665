import fc from 'fast-check';

import { renderCard } from '../../../../local-aws/services/chatbot/render-card';

const MESSAGE = {
  channel: 'builds',
  title: 'AWS CodePipeline Notification',
  text: 'Pipeline Execution: FAILED',
  fields: { Stage: 'Build', Steps: '1. Look\n2. Rest' },
  links: { Pipeline: 'https://example.com/a-long-address' },
  at: 0,
};

test('a card names its channel and shows everything behind a bar, in order', () => {
  expect(renderCard(MESSAGE, { width: 40, color: false })).toBe(
    [
      '#builds',
      '┃ AWS CodePipeline Notification',
      '┃ Pipeline Execution: FAILED',
      '┃ Stage: Build',
      '┃ Steps: 1. Look',
      '┃ 2. Rest',
      '┃ Pipeline:',
      '┃ https://example.com/a-long-address',
    ].join('\n'),
  );
});

test('a text breaks at spaces, and within a word that is longer than a line', () => {
  const message = { ...MESSAGE, title: 'one two three four five six', text: 'x'.repeat(25), fields: {}, links: {} };
  expect(renderCard(message, { width: 20, color: false })).toBe(
    ['#builds', '┃ one two three four', '┃ five six', `┃ ${'x'.repeat(18)}`, `┃ ${'x'.repeat(7)}`].join('\n'),
  );
});

test.each([
  ['FAILED', 31],
  ['SUPERSEDED', 33],
  ['SUCCEEDED', 32],
  ['STARTED', 34],
])('the bar of %s has a color of its own', (state, code) => {
  const card = renderCard({ ...MESSAGE, text: `Execution: ${state}` }, { width: 40, color: true });
  expect(card).toContain(`\u001b[${code}m┃`);
});

test('no line is longer than the width, and no text steers the terminal', () => {
  const texts = fc.record({ title: fc.string({ unit: 'binary' }), text: fc.string(), channel: fc.string() });
  fc.assert(
    fc.property(texts, fc.integer({ min: 20, max: 120 }), (message, width) => {
      const card = renderCard(
        { ...MESSAGE, ...message, fields: { Hostile: '\u001b[2Jx\r\nclear' } },
        { width, color: false },
      );
      for (const line of card.split('\n')) {
        expect(Array.from(line).length).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: 30 },
  );
});

test('without a terminal there are no colors, and eighty columns', () => {
  const { isTTY, columns } = process.stderr;
  Object.assign(process.stderr, { isTTY: false, columns: undefined });
  const card = renderCard({ ...MESSAGE, text: 'word '.repeat(40) });
  Object.assign(process.stderr, { isTTY, columns });
  expect(card).not.toContain('\u001b');
  expect(Math.max(...card.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(Math.max(...card.split('\n').map((line) => line.length))).toBeGreaterThan(70);
});
