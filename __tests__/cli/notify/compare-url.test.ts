import { compareUrl } from '../../../cli/notify/compare-url';

const REVISIONS = { from: 'c0ffee1', to: 'c0ffee2' };

test.each([
  ['GitHub', 'https://github.com/acme/app.git', 'https://github.com/acme/app/compare/c0ffee1..c0ffee2'],
  ['GitHub by ssh', 'git@github.com:acme/app.git', 'https://github.com/acme/app/compare/c0ffee1..c0ffee2'],
  [
    'a GitHub Enterprise',
    'ssh://git@git.acme.dev:2222/acme/app',
    'https://git.acme.dev/acme/app/compare/c0ffee1..c0ffee2',
  ],
  [
    'one on a port',
    'http://git.acme.dev:8080/acme/app/',
    'https://git.acme.dev:8080/acme/app/compare/c0ffee1..c0ffee2',
  ],
  [
    'GitLab',
    'https://gitlab.com/acme/app.git',
    'https://gitlab.com/acme/app/-/compare/c0ffee1...c0ffee2?straight=true',
  ],
  [
    'a GitLab of another name, whose groups are nested',
    'git@code.acme.dev:acme/team/app.git',
    'https://code.acme.dev/acme/team/app/-/compare/c0ffee1...c0ffee2?straight=true',
  ],
  [
    'Bitbucket, the newer one first',
    'https://ada@bitbucket.org/acme/app.git',
    'https://bitbucket.org/acme/app/branches/compare/c0ffee2%0Dc0ffee1',
  ],
])('%s shows it', (_, repository, page) => {
  expect(compareUrl(repository, REVISIONS)).toBe(page);
});

test.each([
  'https://codestar-connections.eu-west-1.amazonaws.com/git-http/111122223333/eu-west-1/id/acme/app.git',
  'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/app',
  '/srv/git/app.git',
  '../app.git',
  'file:///srv/git/acme/app.git',
  'C:\\git\\app',
  'https://github.com',
  'javascript://acme/app',
])('nobody shows it of %s', (repository) => {
  expect(compareUrl(repository, REVISIONS)).toBeUndefined();
});

test('credentials of the address are none of the page, and neither is its query', () => {
  const page = compareUrl('https://ada:swordfish@github.com/acme/app.git?token=x#y', REVISIONS);
  expect(page).toBe('https://github.com/acme/app/compare/c0ffee1..c0ffee2');
});

test('what means something to an address or a chat is encoded', () => {
  expect(compareUrl('https://github.com/a%20b/c*d_<!here>', { from: 'v1/a@b', to: "it's(~)" })).toBe(
    'https://github.com/a%20b/c%2Ad_%3C%21here%3E/compare/v1%2Fa%40b..it%27s%28%7E%29',
  );
});
