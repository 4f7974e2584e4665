import { pushReport } from '../../bench/push/bench';
import { goalRows } from '../../bench/report/report';

test('the shortest, the median and the longest push are told, and that the goal is met', () => {
  const { header, rows, goals } = pushReport([3, 1, 2.5]);
  expect([header, ...rows]).toEqual([
    ['on the local AWS', 'fastest', 'median', 'slowest'],
    ['git push to the end of its pipeline', '1.00 s', '2.50 s', '3.00 s'],
  ]);
  const name = 'git push to the end of its pipeline, the slowest';
  expect(goalRows(goals).slice(1)).toEqual([[name, '<= 15.00 s', '3.00 s', '1.00 s', 'yes']]);
});

test('the goal is missed if one push takes longer', () => {
  const met = (slowest: number): string | undefined => goalRows(pushReport([1, slowest]).goals)[1]?.at(-1);
  expect([met(15), met(15.01)]).toEqual(['yes', 'NO']);
});
