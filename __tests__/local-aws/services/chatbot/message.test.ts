import { readMessage } from '../../../../local-aws/services/chatbot/message';

const read = (message: unknown) => readMessage(JSON.stringify(message), 'builds', 1000);

const DETAIL = { pipeline: 'demo', 'execution-id': 'e1', state: 'FAILED', version: 1 };
const EVENT = {
  account: '000000000000',
  detailType: 'CodePipeline Pipeline Execution State Change',
  region: 'us-east-1',
  source: 'aws.codepipeline',
  time: '2021-06-24T00:46:16Z',
  detail: DETAIL,
  resources: ['arn:aws:codepipeline:us-east-1:000000000000:demo'],
};

test('a notification of a pipeline shows what it is about and how that is', () => {
  expect(read({ ...EVENT, additionalAttributes: {} })).toEqual({
    channel: 'builds',
    title: 'AWS CodePipeline Notification | us-east-1 | Account: 000000000000',
    text: 'CodePipeline Pipeline Execution State Change: FAILED',
    fields: { Pipeline: 'demo', Execution: 'e1' },
    at: 1000,
  });
});

test('an event that came by a rule of EventBridge is shown as one that came by a notification rule', () => {
  const { detailType, ...event } = EVENT;
  expect(read({ ...event, 'detail-type': detailType })).toEqual(read(EVENT));
});

test('a build shows its project, and its state in the text', () => {
  const detail = { 'project-name': 'demo', 'build-status': 'SUCCEEDED' };
  expect(read({ ...EVENT, source: 'aws.codebuild', detailType: 'CodeBuild Build State Change', detail })).toMatchObject(
    {
      title: 'AWS CodeBuild Notification | us-east-1 | Account: 000000000000',
      text: 'CodeBuild Build State Change: SUCCEEDED',
      fields: { Project: 'demo' },
    },
  );
});

test('a custom notification shows its title, its text, its steps and its keywords', () => {
  const content = {
    textType: 'client-markdown',
    title: 'Deployed',
    description: '*v2* is live',
    nextSteps: ['Look', 'Rest'],
    keywords: ['demo', 'v2'],
  };
  const metadata = { threadId: '1', additionalContext: { commit: 'abc' } };
  expect(read({ version: '1.0', source: 'custom', content, metadata })).toEqual({
    channel: 'builds',
    title: 'Deployed',
    text: '*v2* is live',
    fields: { 'Next steps': '1. Look\n2. Rest', Keywords: 'demo, v2', commit: 'abc' },
    at: 1000,
  });
});

test.each([
  ['what is no JSON', 'a plain text'],
  ['a list', '[1]'],
  ['an object that says nothing', '{}'],
  ['a custom notification without a text', '{"version":"1.0","source":"custom","content":{"title":"x"}}'],
  ['a custom notification of another version', '{"version":"2.0","source":"custom","content":{"description":"x"}}'],
])('fails to show %s by showing nothing', (_, body) => {
  expect(readMessage(body, 'builds', 0)).toBeUndefined();
});
