import { pushReport } from '../../bench/push/bench';

test('the shortest, the median and the longest push are told, and that the goal is met', () => {
  expect(pushReport([3, 1, 2.5])).toBe(
    [
      'on the local AWS                     min s  median s  max s',
      'git push to the end of its pipeline   1.00      2.50   3.00',
      'Goal: at most 15 s each time: met.',
    ].join('\n'),
  );
});

test('fails the goal where one push takes longer', () => {
  expect(pushReport([1, 15])).toContain('Goal: at most 15 s each time: met.');
  expect(pushReport([1, 15.01])).toContain('Goal: at most 15 s each time: missed.');
});
