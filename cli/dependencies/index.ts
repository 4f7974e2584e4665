export type { BuilderName, Dependencies, DependencyOptions } from './dependencies';
export { findDependencies } from './find-dependencies';
export { runtimeManifest } from './nodejs/runtime-manifest';
export { importRoot } from './python/layout/import-root';
