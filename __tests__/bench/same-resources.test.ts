import { createFunctionsStack } from '../../bench/functions/stack';
import { synthesize, testApp } from '../helpers/synth';

/** A stack as text in which every block has its type and number for a name. */
function anonymous(kind: 'codeless' | 'handwritten'): unknown {
  const stack = createFunctionsStack(testApp(), kind, 2);
  const { json } = synthesize(stack);
  const { resource, data, locals } = json as Record<string, Record<string, Record<string, unknown>>>;
  const names = new Map<string, string>();
  for (const [type, blocks] of Object.entries({ ...resource, ...data })) {
    Object.keys(blocks).forEach((name, index) => names.set(name, `${type}-${index}`));
  }
  const [configurations, documents] = [/configuration/i, /document/i].map((pattern) =>
    Object.keys(locals ?? {}).filter((name) => pattern.test(name)),
  );
  configurations?.forEach((name, index) => names.set(name, `configuration-${index}`));
  documents?.forEach((name, index) => names.set(name, `document-${index}`));
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  const text = longestFirst.reduce(
    (whole, [name, plain]) => whole.replace(new RegExp(`(?<=\\.)${name}(?=[.})"])|(?<=")${name}(?=":)`, 'g'), plain),
    JSON.stringify({ resource, data, locals }),
  );
  return JSON.parse(
    text.replace(/placeholder-[\w-]+\.zip|assets\/[\w-]+\/placeholder\/placeholder\.zip/g, 'placeholder.zip'),
  );
}

test('the handwritten functions of the benchmark are the very resources that the construct makes', () => {
  expect(anonymous('codeless')).toEqual(anonymous('handwritten'));
});
