import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pagePaths, readPage, ROOT } from './pages';

test.each(pagePaths())('every link of %s to a file of the project leads somewhere', (path) => {
  const targets = [...readPage(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const files = targets.filter((target) => !/^(https?:|#)/.test(target)).map((target) => target.split('#')[0] ?? '');

  expect(files.filter((file) => !existsSync(join(ROOT, dirname(path), file)))).toEqual([]);
});

test.each(pagePaths())('every npm command of %s is a script of package.json', (path) => {
  const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };
  const named = [...readPage(path).matchAll(/npm run (?:--silent )?([a-z0-9-]+)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
