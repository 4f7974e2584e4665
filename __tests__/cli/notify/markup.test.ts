import fc from 'fast-check';

import { code } from '../../../cli/notify/markup';

test('text is shown as it is written, in a span of code', () => {
  expect(code('Mend *the* _parser_ ~again~ :tada:')).toBe('`Mend *the* _parser_ ~again~ :tada:`');
});

test('a mention calls nobody', () => {
  expect(code('<!channel> @here <@U123>')).toBe('`‹!channel› @\u200bhere ‹@\u200bU123›`');
});

test('a span does not end before its text does, and has one line', () => {
  expect(code('`x` <!here>\n*bold*')).toBe("`'x' ‹!here›\\x0a*bold*`");
});

test('a long text is cut between characters', () => {
  expect(code('😀😀😀', 2)).toBe('`😀…`');
  expect(code('😀😀', 2)).toBe('`😀😀`');
});

test('no text gets out of its span, or is a link or a mention in it', () => {
  const signs = fc.constantFrom('`', '<', '>', '@', '!', 'here', '\n', '\u2028', '&lt;', '\\', '*');
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(signs).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 50 }), (written, most) => {
      const span = code(written, most);
      expect(span).toMatch(/^`[^`<>\n\r\u2028\u2029]*`$/);
      // What is cut off after an `@` leaves no name.
      expect(span).not.toMatch(/@[^\u200b`…]/);
      expect(Array.from(span.replaceAll('\u200b', '')).length).toBeLessThanOrEqual(most + 2);
    }),
  );
});
