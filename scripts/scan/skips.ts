/** A check that is not held against some resources, and why. */
export interface Skip {
  /** Id of the check. */
  readonly check: string;
  /** What their addresses match, as a whole. */
  readonly resource: RegExp;
  readonly reason: string;
}

/** Every check that a stack may fail. One that fails nowhere any more ends the scan, so that the list stays short. */
export const SKIPS: readonly Skip[] = [
  {
    check: 'CKV_AWS_309',
    resource: /aws_apigatewayv2_route\..*_http-api_.*/,
    reason: 'The demo is an API for everybody.',
  },
  {
    check: 'CKV_AWS_76',
    resource: /aws_apigatewayv2_stage\..*_http-api_.*/,
    reason: "The demo's function logs; access logs would be a second log group to look after.",
  },
  {
    check: 'CKV_AWS_158',
    resource: /aws_cloudwatch_log_group\..*/,
    reason: "CloudWatch Logs encrypts by a key of its own; a customer's key costs, and is a prop (logKmsKeyArn).",
  },
  {
    check: 'CKV_AWS_338',
    resource: /aws_cloudwatch_log_group\..*/,
    reason: 'A month is the default; a year costs, and is a prop (logRetentionInDays).',
  },
  {
    check: 'CKV_AWS_116',
    resource: /aws_lambda_function\.(qa|production)_api_.*/,
    reason: 'The demo is invoked synchronously; a dead letter queue takes asynchronous events alone.',
  },
  {
    check: 'CKV_AWS_117',
    resource: /aws_lambda_function\.(qa|production)_api_.*/,
    reason: 'The demo reaches nothing private.',
  },
  {
    check: 'CKV_AWS_272',
    resource: /aws_lambda_function\..*/,
    reason: 'Code signing would refuse the code of a pipeline that does not sign, and Terraform knows no code.',
  },
  {
    check: 'CKV2_AWS_34',
    resource: /aws_ssm_parameter\..*_Contract_.*/,
    reason: 'The deploy contract holds no secret, and a plan shall show what changes in it.',
  },
  {
    check: 'CKV2_AWS_62',
    resource: /aws_s3_bucket\.artifacts_.*/,
    reason: 'Nobody waits for packages and artifacts: those who write them say so.',
  },
  {
    check: 'CKV_AWS_144',
    resource: /aws_s3_bucket\.artifacts_.*/,
    reason: 'Packages can be built again, and the ledger can be made again from the versions of the function.',
  },
  {
    check: 'CKV_AWS_145',
    resource: /aws_s3_bucket\.artifacts_.*/,
    reason:
      'S3 encrypts by a key of its own; a key of the customer costs, and is a prop (kmsKeyArn), which the full stack has.',
  },
  {
    check: 'CKV_AWS_219',
    resource: /aws_codepipeline\.(qa|production)_pipeline_.*/,
    reason: 'The pipelines of the demo take the key of its bucket, which is that of S3.',
  },
  {
    check: 'CKV_AWS_147',
    resource: /aws_codebuild_project\.(qa|production)_pipeline_.*/,
    reason: 'The projects of the demo take the key of its bucket, which is that of S3.',
  },
  {
    check: 'CKV_AWS_18',
    resource: /aws_s3_bucket\.artifacts_.*/,
    reason: 'Access logs need a bucket of their own, which the demo has not; they are a prop (accessLogs).',
  },
];
