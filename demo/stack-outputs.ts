/** The outputs of an environment that the tour uses. */
export interface EnvironmentOutputs {
  readonly lambda: { readonly name: string; readonly alias: string; readonly aliasArn: string };
  readonly api_url: string;
  readonly pipeline: {
    readonly pipelineName: string;
    readonly projectName: string;
    /** Where GitHub delivers releases. */
    readonly webhookUrl?: string;
  };
}

/** The outputs of the demo stack that the tour uses. */
export interface StackOutputs {
  readonly connection_arn: string;
  readonly qa_environment: EnvironmentOutputs;
  readonly production_environment: EnvironmentOutputs;
}
