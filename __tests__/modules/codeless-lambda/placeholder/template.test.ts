import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderTemplate } from '../../../../modules/codeless-lambda/placeholder/template';

test('every file of templates/placeholder is one that can be rendered', () => {
  const files = readdirSync(join(__dirname, '../../../../templates/placeholder')).sort();
  expect(files).toEqual(['bootstrap.sh', 'compiled.txt', 'nodejs.js', 'package.py', 'python.py', 'ruby.rb']);
});

test.each(['"', "'", '`', '\\', '#{x}', '${x}', '\n', '\0', '\u2028'])(
  'fails for a name that could leave its literal: %j',
  (handler) => {
    expect(() => renderTemplate('nodejs.js', handler)).toThrow(
      `template nodejs.js cannot take ${JSON.stringify(handler)} as its handler`,
    );
  },
);

test('a name is put in as it is, also where it looks like a replacement pattern', () => {
  expect(renderTemplate('nodejs.js', '$&.$1')).toContain("'$&.$1'.split('.')");
});
