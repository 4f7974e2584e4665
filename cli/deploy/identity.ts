import { hostname, userInfo } from 'node:os';

/** Who is at work, for the lease and the ledger: the build where there is one, else the user and the machine. */
export function whoAmI(env: NodeJS.ProcessEnv): string {
  if (env.CODEBUILD_BUILD_ID !== undefined) {
    const initiator = env.CODEBUILD_INITIATOR === undefined ? '' : ` (${env.CODEBUILD_INITIATOR})`;
    return `CodeBuild ${env.CODEBUILD_BUILD_ID}${initiator}`;
  }
  if (env.GITHUB_ACTIONS === 'true') return `GitHub run ${env.GITHUB_RUN_ID ?? '?'} (${env.GITHUB_ACTOR ?? '?'})`;
  if (env.GITLAB_CI === 'true') return `GitLab job ${env.CI_JOB_ID ?? '?'} (${env.GITLAB_USER_LOGIN ?? '?'})`;
  return `${userName(env)}@${hostname()}`;
}

function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return env.USER ?? 'unknown';
  }
}
