export * from './artifact-store';
export * from './codeless-lambda';
export * from './lambda-ci';
export * from './pipeline-notifications';
export type { PolicyStatement } from './shared/iam';
export { allowProviderVersions, PROVIDER_VERSIONS } from './shared/provider-versions';
export type { ProviderVersions } from './shared/provider-versions';
export { ValidationError } from './shared/validation-error';
