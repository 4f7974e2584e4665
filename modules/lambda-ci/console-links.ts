import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { placeOf } from '../shared/place';

/** The console's host in each partition. */
const HOSTS = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Links into the AWS console of the stack's partition and region. */
export class ConsoleLinks extends Construct {
  private readonly root: string;
  private readonly query: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { partition, region } = placeOf(this);
    this.root = `https://${Fn.lookup(HOSTS, partition, HOSTS.aws)}/codesuite`;
    this.query = `?region=${region}`;
  }

  /** A pipeline and its last execution. */
  public pipeline(name: string): string {
    return `${this.root}/codepipeline/pipelines/${name}/view${this.query}`;
  }

  /** A CodeBuild project and its builds. */
  public project(name: string): string {
    return `${this.root}/codebuild/projects/${name}/history${this.query}`;
  }

  /** What a person has to do about a new connection; the same text before and after, so that no plan changes by it. */
  public unfinishedConnection(name: string, arn: string): string {
    return (
      `Connection ${name} is of no use until a person has finished it, once, ` +
      `at ${this.root}/settings/connections${this.query}: ${arn}`
    );
  }
}
