/** What callers and people need to know of a pipeline. */
export interface LambdaCiOutputs {
  /** Name of the pipeline. */
  readonly pipelineName: string;
  /** ARN of the pipeline. */
  readonly pipelineArn: string;
  /** The pipeline in the console. */
  readonly pipelineUrl: string;
  /** ARN of the role that the pipeline acts in. */
  readonly pipelineRoleArn: string;
  /** Name of the CodeBuild project. */
  readonly projectName: string;
  /** ARN of the CodeBuild project. */
  readonly projectArn: string;
  /** The project in the console. */
  readonly projectUrl: string;
  /** ARN of the role that the build acts in. */
  readonly buildRoleArn: string;
  /** Where GitHub delivers releases; only with a release trigger. What comes unsigned is refused. */
  readonly webhookUrl?: string;
  /** ARN of the connection to the repository; only with a connection. */
  readonly connectionArn?: string;
  /** A sentence that says where a person finishes the connection that was made; nothing where one was given. */
  readonly unfinishedConnection?: string;
}
