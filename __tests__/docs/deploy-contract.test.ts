import { CONTRACT_SCHEMA_VERSION, contractParameterName } from '../../modules';
import { synthesize, testStack } from '../helpers/synth';
import { CodelessLambda } from '../../modules';
import { codeBlocks, readPage, tableRows } from './pages';

const PAGE = readPage('docs/deploy-contract.md');
const ROWS = tableRows(PAGE, ['Key', 'Type', 'Present', 'What it is']).map(([key = '', , present]) => ({
  key: key.replaceAll('`', ''),
  always: present === 'always',
}));
const EXAMPLE = JSON.parse(codeBlocks(PAGE, 'json')[0] ?? '') as Record<string, unknown>;

/** The document that the stack writes for a function. */
function document(props: object): Record<string, unknown> {
  const stack = testStack();
  new CodelessLambda(stack, 'api', { functionName: 'orders-api', ...props });
  return synthesize(stack).local('Contract_Document').value;
}

test('the example is what a stack writes, key by key', () => {
  const written = document({ runtime: 'python3.13', handler: 'app.main.handler' });

  expect(Object.keys(EXAMPLE).sort()).toEqual(Object.keys(written).sort());
  for (const [key, value] of Object.entries(written)) {
    // What holds a reference is known to Terraform alone.
    if (!JSON.stringify(value).includes('${')) {
      expect({ [key]: EXAMPLE[key] }).toEqual({ [key]: value });
    }
  }
});

test('the table has every key that can be written, and says which are always there', () => {
  const image = document({ image: { uri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1' } });
  const zip = document({
    runtime: 'python3.13',
    handler: 'app.main.handler',
    artifacts: { bucket: 'packages' },
    codeDeploy: { application: 'orders', deploymentGroup: 'live' },
  });

  const keys = new Set([...Object.keys(image), ...Object.keys(zip)]);
  expect(ROWS.map(({ key }) => key).sort()).toEqual([...keys].sort());
  expect(
    ROWS.filter(({ always }) => always)
      .map(({ key }) => key)
      .sort(),
  ).toEqual([...keys].filter((key) => key in image && key in zip).sort());
});

test('the page names the parameter and the schema that this package writes', () => {
  expect(PAGE).toContain(`--name ${contractParameterName('orders-api')} `);
  expect(PAGE).toContain(`## Schema, version ${CONTRACT_SCHEMA_VERSION}\n`);
  expect(EXAMPLE.schemaVersion).toBe(CONTRACT_SCHEMA_VERSION);
});
