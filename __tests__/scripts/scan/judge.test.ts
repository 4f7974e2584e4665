import { judge, type Finding } from '../../../scripts/scan/judge';
import type { Skip } from '../../../scripts/scan/skips';
import { SKIPS } from '../../../scripts/scan/skips';

const finding = (check: string, resource: string): Finding => ({ check, resource, title: 'title', stack: 'demo' });
const skip = (check: string, resource: RegExp): Skip => ({ check, resource, reason: `why ${check}` });

test('a finding without a skip is open', () => {
  const found = finding('CKV_AWS_1', 'aws_sns_topic.topic');
  expect(judge([found], [])).toEqual({ open: [found], skipped: [], needless: [] });
});

test('a skip takes its check on its resources alone', () => {
  const own = finding('CKV_AWS_1', 'aws_sns_topic.topic_ABC');
  const otherCheck = finding('CKV_AWS_2', 'aws_sns_topic.topic_ABC');
  const otherResource = finding('CKV_AWS_1', 'module.x.aws_sns_topic.topic_ABC');
  expect(judge([own, otherCheck, otherResource], [skip('CKV_AWS_1', /aws_sns_topic\.topic_.*/)])).toEqual({
    open: [otherCheck, otherResource],
    skipped: [{ finding: own, reason: 'why CKV_AWS_1' }],
    needless: [],
  });
});

test('a skip of alternatives is held against the whole address', () => {
  const { open } = judge([finding('CKV_AWS_1', 'aws_a.b.c')], [skip('CKV_AWS_1', /aws_a|aws_b/)]);
  expect(open).toHaveLength(1);
});

test('a skip that takes nothing is needless', () => {
  const needless = skip('CKV_AWS_1', /aws_sns_topic\.gone/);
  expect(judge([], [needless])).toEqual({ open: [], skipped: [], needless: [needless] });
});

test('each skip of the project says why in a sentence', () => {
  expect(SKIPS.filter(({ reason }) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
});
