export type { BuilderName, Dependencies, DependencyOptions } from './dependencies';
export { findDependencies } from './find-dependencies';
