import { installEnvironment, isolatedEnvironment } from '../../demo/environment';

test('nothing that leads to a real account, another state, another function or another GitHub is passed on', () => {
  const caller = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'token',
    TF_WORKSPACE: 'production',
    TF_CLI_ARGS: '-var=x',
    TERRAFORM_BACKEND: 's3',
    DEMO_FUNCTION_NAME: 'mine',
    CDKTF_OUTDIR: 'elsewhere',
    CODELESS_KEEP: '1',
    GITHUB_TOKEN: 'token',
  };
  expect(isolatedEnvironment(caller)).toEqual({
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
});

test("the tour's own variables win", () => {
  const env = isolatedEnvironment({ AWS_REGION: 'eu-west-1' }, { AWS_REGION: 'us-east-1', CI: '' });
  expect(env).toMatchObject({ AWS_REGION: 'us-east-1', CI: '' });
});

test("terraform's log and the network's certificates are the caller's", () => {
  const caller = { TF_LOG: 'debug', TF_LOG_PATH: '/log', AWS_CA_BUNDLE: '/ca' };
  expect(isolatedEnvironment(caller)).toMatchObject(caller);
});

test('providers are installed in the way that the caller has set up, but where the tour says', () => {
  const kept = { TF_CLI_CONFIG_FILE: '/rc', TF_PLUGIN_CACHE_DIR: '/cache', TF_TOKEN_x: 'token' };
  const env = installEnvironment({ ...kept, TF_DATA_DIR: '/data', TF_CLI_ARGS_init: '-upgrade', TF_WORKSPACE: 'x' });
  expect(env).toEqual({ ...kept, CHECKPOINT_DISABLE: '1' });
});
