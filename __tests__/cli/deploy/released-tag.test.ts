import { releasedTag } from '../../../cli/deploy/released-tag';
import type { Settings } from '../../../cli/settings/settings';
import { Repository } from '../git/support/repository';
import { World } from './support/world';

let repository: Repository;

beforeEach(() => {
  repository = new Repository();
});

afterEach(() => {
  repository.remove();
});

const given = <T>(value: T): { value: T; source: 'flag' } => ({ value, source: 'flag' });

function tagOf(settings: Partial<Settings> = {}): Promise<string | undefined> {
  const source = given(repository.directory);
  return releasedTag(new World().engine({ source, sourceVersion: given('1f3c9a2'), ...settings }));
}

test('is the newest tag on the commit that is checked out, and not one of another commit', async () => {
  repository.commit('first');
  repository.git('tag', 'old');
  repository.commit('second');
  repository.git('tag', 'v1.9.0');
  repository.git('tag', 'v1.10.0');
  repository.git('update-ref', 'refs/heads/mark', 'HEAD');
  repository.commit('third');
  repository.git('tag', 'later');
  repository.git('checkout', '--quiet', 'mark');
  expect(await tagOf()).toBe('v1.10.0');
});

test('is one that matches the pattern, as two things of a repository may be released from one commit', async () => {
  repository.commit('first');
  repository.git('tag', 'api/v1');
  repository.git('tag', '--annotate', '--message', 'the newest', 'web/v7');
  expect(await tagOf({ tagPattern: given('api/*') })).toBe('api/v1');
});

test('is the one that is named, whatever is checked out', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  expect(await tagOf({ tag: given('v2') })).toBe('v2');
});

test('is none where the commit has none, where the source differs from it, and outside of a repository', async () => {
  repository.commit('first');
  expect(await tagOf()).toBeUndefined();
  repository.git('tag', 'v1');
  expect(await tagOf({ sourceVersion: given('1f3c9a2-dirty') })).toBeUndefined();
  expect(await tagOf({ source: given(repository.home) })).toBeUndefined();
});
