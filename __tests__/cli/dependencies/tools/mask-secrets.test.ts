import { secretMask } from '../../../../cli/dependencies/tools/mask-secrets';

const mask = secretMask({
  CODEARTIFACT_AUTH_TOKEN: 'abcdef123',
  DB_PASSWORD: 'abcdef',
  SHORT_TOKEN: 'a',
  HOME: 'home-directory',
  EMPTY_SECRET: undefined,
});

test.each([
  ['https://user:pass@index.test/simple', 'https://***@index.test/simple'],
  ['git+ssh://token@a.test/x.git', 'git+ssh://***@a.test/x.git'],
  ['two: http://a:b@c.test and http://d@e.test', 'two: http://***@c.test and http://***@e.test'],
  ['//a.test/:_authToken=npm_1234', '//a.test/:_authToken=***'],
  ['_password = cGFzcw==', '_password = ***'],
  ['sent abcdef123', 'sent ***'],
  ['sent abcdef', 'sent ***'],
])('%j is told as %j', (text, masked) => {
  expect(mask(text)).toBe(masked);
});

test.each(['https://index.test/simple/@scope/name', 'mail a@b.test', 'a short word', 'in home-directory'])(
  '%j is told as it is',
  (text) => {
    expect(mask(text)).toBe(text);
  },
);
