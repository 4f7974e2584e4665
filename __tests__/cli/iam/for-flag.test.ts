import { callFlags } from '../../../cli/settings/call-flags';
import { readFlags } from '../../../cli/settings/given-values';
import { LayeredValues } from '../../../cli/settings/layered-values';

async function forVerbs(text: string | undefined): Promise<readonly string[] | undefined> {
  const problems: string[] = [];
  const flag = readFlags(text === undefined ? {} : { for: text }, problems);
  expect(problems).toEqual([]);
  return (await callFlags(new LayeredValues({ flag }), () => Promise.resolve(undefined), '/')).forVerbs;
}

test('takes one verb or several', async () => {
  expect(await forVerbs('status')).toEqual(['status']);
  expect(await forVerbs('status,explain-iam,logs')).toEqual(['status', 'explain-iam', 'logs']);
});

test('leaves it to the settings where none is named', async () => {
  expect(await forVerbs(undefined)).toBeUndefined();
});

test.each(['', 'destroy', 'status,', 'status, logs', 'status,destroy'])('fails for %j', (text) => {
  const problems: string[] = [];
  readFlags({ for: text }, problems);
  expect(problems).toEqual([`--for must be verbs with commas between them, got '${text}'`]);
});
