import { createServer, type Server } from 'node:http';

import { close, listen, runAgainst, type Ended } from './support/run-against';

const STATEMENT =
  '{"Effect":"Allow","Action":"ssm:GetParameter","Resource":"arn:aws:ssm:eu-west-1:111122223333:parameter/codeless/demo/contract"}';
const DENIED =
  'User: arn:aws:sts::111122223333:assumed-role/ci/run is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:111122223333:parameter/codeless/demo/contract because no identity-based policy allows the ssm:GetParameter action';

let server: Server;

/** What SSM answers. */
let contract: { readonly type: string; readonly message: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const isSsm = request.headers['x-amz-target'] === 'AmazonSSM.GetParameter';
    const { type, message } = isSsm ? contract : { type: 'ResourceNotFoundException', message: 'not found' };
    response.writeHead(isSsm ? 400 : 404, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ __type: type, message }));
  });
  await listen(server);
});

afterAll(async () => {
  await close(server);
});

function run(...args: readonly string[]): Promise<Ended> {
  return runAgainst(server, [...args, '--function-name', 'demo'], { cwd: __dirname });
}

test('what is not found without a contract that may not be read says both, with the statement to add', async () => {
  contract = { type: 'AccessDeniedException', message: DENIED };
  const { exit, stdout } = await run('status', '--json');
  expect(exit).toBe(2);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
  expect(error.code).toMatch(/^(Function|Alias)NotFound$/);
  expect(error.message).toMatch(/no (function|alias)/);
  expect(error.message).toMatch(
    /; the deploy contract, which may say otherwise, was not read: ssm:GetParameter is denied to arn:aws:sts::111122223333:assumed-role\/ci\/run on arn:aws:ssm:eu-west-1:111122223333:parameter\/codeless\/demo\/contract, as no identity-based policy allows it/,
  );
  expect(error.hint).toContain(`Add this statement to the policy of the role or user: ${STATEMENT}`);
  expect(error.hint).toContain('Check the name and the region');
});

test('verify fails for a contract that may not be read, beside what else is wrong', async () => {
  contract = { type: 'AccessDeniedException', message: DENIED };
  const { exit, stdout, stderr } = await run('verify');
  expect(exit).toBe(7);
  expect(stdout).toMatch(/✗ Contract\s+ssm:GetParameter is denied to /);
  expect(stdout).toContain(STATEMENT);
  expect(stderr).toContain('the deploy contract may not be read, going on without it: ssm:GetParameter is denied to');
});

test('what is not found without any contract says no more than that', async () => {
  contract = { type: 'ParameterNotFound', message: '' };
  const { exit, stdout } = await run('status', '--json');
  expect(exit).toBe(2);
  expect(stdout).not.toContain('contract');
});
