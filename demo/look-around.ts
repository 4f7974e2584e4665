import { contractParameterName } from '../modules/codeless-lambda/contract';
import type { EnvironmentOutputs } from './stack-outputs';

/** What is up, and where. */
export interface Surroundings {
  readonly endpoint: string;
  /** What the local AWS and Terraform need. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is looked at. */
  readonly outputs: EnvironmentOutputs;
  /** The folder in which Terraform runs. */
  readonly folder: string;
  readonly terraform: string;
}

/** Commands with which to look around in what the tour leaves up; they work as printed. */
export function lookAround(surroundings: Surroundings): string {
  const { endpoint, environment, outputs, folder, terraform } = surroundings;
  const { lambda, api_url: url, pipeline } = outputs;
  const { host, pathname } = new URL(url);
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${quote(value)}`);
  return [
    'In another terminal:',
    '',
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
    ...exports,
    '',
    '# the application, through its HTTP API',
    `curl -s -H ${quote(`Host: ${host}`)} ${quote(new URL(pathname, endpoint).href)}`,
    '# where the alias stands, the versions, the deploy contract',
    `aws lambda get-alias --function-name ${lambda.name} --name ${lambda.alias}`,
    `aws lambda list-versions-by-function --function-name ${lambda.name} --query 'Versions[].[Version,CodeSha256]'`,
    `aws ssm get-parameter --name ${contractParameterName(lambda.name)} --query Parameter.Value --output text`,
    '# what the pipeline did, and its message in the channel: push to the repository and it does it again',
    `aws codepipeline list-pipeline-executions --pipeline-name ${pipeline.pipelineName}`,
    '# roll back as a CI would, and see that Terraform has nothing to say about it',
    `aws lambda update-alias --function-name ${lambda.name} --name ${lambda.alias} --function-version 1`,
    `${terraform} -chdir=${quote(folder)} plan`,
  ].join('\n');
}

/** A word of a shell command. */
function quote(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
