export { evaluateMarker, type MarkerEnvironment } from './markers';
export { normalizedName } from './names';
export { parseRequirement, type Requirement } from './requirement';
export { compareVersions, isSameVersion, satisfies } from './specifiers';
