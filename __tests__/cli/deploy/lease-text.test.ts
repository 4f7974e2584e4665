import { formatLease, MAX_DESCRIPTION, parseLease, shorten } from '../../../cli/deploy/lease-text';

const lease = { work: 'deploying 1f3c9a2', holder: 'CodeBuild ci:42 (someone)', token: '0123456789abcdef' };

it('comes back from an alias as it went', () => {
  expect(parseLease(formatLease(lease, 3))).toEqual(lease);
});

it('differs with each renewal', () => {
  expect(formatLease(lease, 1)).not.toBe(formatLease(lease, 2));
});

it('fits a description whatever is released, and keeps its token', () => {
  const text = formatLease({ ...lease, work: `deploying ${'x'.repeat(300)}`, holder: 'y'.repeat(300) }, 123_456);
  expect(text.length).toBeLessThanOrEqual(MAX_DESCRIPTION);
  expect(parseLease(text)?.token).toBe(lease.token);
});

it.each([undefined, '', '1f3c9a2', 'codeless is great', 'codeless is deploying for me [lease nothex]'])(
  'is not seen in the description %p',
  (description) => {
    expect(parseLease(description)).toBeUndefined();
  },
);

it('leaves a text that fits as it is', () => {
  expect([shorten('a'.repeat(256)).length, shorten('a'.repeat(257)).length]).toEqual([256, 256]);
  expect(shorten('a'.repeat(257)).endsWith('…')).toBe(true);
});
