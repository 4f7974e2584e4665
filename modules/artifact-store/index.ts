export { ArtifactStore } from './artifact-store';
export type { AccessLogOptions, ArtifactStoreProps, Expiration } from './artifact-store-props';
