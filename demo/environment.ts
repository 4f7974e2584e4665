/** Variables of the caller that would point a program at a real account, another state, another function or another GitHub. */
const FOREIGN = /^(AWS_|TF_|TFE_|TERRAFORM_|CDKTF_|DEMO_|CODELESS_|GITHUB_)/;

/** Those of them that only say how to reach the network. */
const NETWORK = /^(AWS_CA_BUNDLE|TF_LOG.*)$/;

/**
 * What every program of the tour sees: the caller's variables without those that lead to a real AWS account, to a
 * Terraform state other than the tour's own or to GitHub, and nothing that asks a vendor for news.
 */
export function isolatedEnvironment(caller: NodeJS.ProcessEnv, own: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(caller).filter(([name]) => !FOREIGN.test(name) || NETWORK.test(name));
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    // Profiles may hold an endpoint or a role of their own, which the provider would obey.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ...own,
  };
}

/**
 * What `terraform init` sees while it looks for providers: the caller's way of installing them (configuration file,
 * tokens, registry settings), without what would change where and how it runs.
 */
export function installEnvironment(caller: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const elsewhere = /^TF_(CLI_ARGS.*|DATA_DIR|WORKSPACE)$/;
  const kept = Object.entries(caller).filter(([name]) => !elsewhere.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: '1' };
}
