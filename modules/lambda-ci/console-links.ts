import { Fn } from 'cdktf';

/** The console's host in each partition. */
const HOSTS = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * A page of the developer tools in the AWS console.
 *
 * @param arn of the resource, which tells partition and region
 * @param path what follows `/codesuite/`
 */
function page(arn: string, path: string): string {
  const part = (index: number): string => Fn.element(Fn.split(':', arn), index) as string;
  return `https://${Fn.lookup(HOSTS, part(1), HOSTS.aws)}/codesuite/${path}?region=${part(3)}`;
}

/** A pipeline and its last execution. */
export function pipelineUrl(name: string, arn: string): string {
  return page(arn, `codepipeline/pipelines/${name}/view`);
}

/** A CodeBuild project and its builds. */
export function projectUrl(name: string, arn: string): string {
  return page(arn, `codebuild/projects/${name}/history`);
}

/** What a person has to do about a new connection; the same text before and after, so that no plan changes by it. */
export function unfinishedConnection(name: string, arn: string): string {
  return `Connection ${name} is of no use until a person has finished it, once, at ${page(arn, 'settings/connections')}: ${arn}`;
}
