import { CodelessError } from '../../cli/errors';

test('an error of the other part of the bundle is one too', () => {
  jest.isolateModules(() => {
    const other = jest.requireActual<{ CodelessError: typeof CodelessError }>('../../cli/errors');
    expect(other.CodelessError).not.toBe(CodelessError);
    expect(new other.CodelessError('busy', 'Busy', 'someone deploys')).toBeInstanceOf(CodelessError);
  });
});

test.each([new Error('x'), undefined, null, 'CodelessError', { name: 'CodelessError' }])('%p is none', (value) => {
  expect(value).not.toBeInstanceOf(CodelessError);
});
