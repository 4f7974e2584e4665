/** Most layers of a function. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_LAYERS = 5;

/** The layers that a function should have. */
export interface LayerOptions {
  /** ARNs of the layer versions that the function has. */
  readonly current: readonly string[];
  /** ARNs that Terraform declares. */
  readonly declared: readonly string[];
  /** ARNs that Terraform declared when the last release was made: what is not among `declared` any more goes. */
  readonly declaredBefore: readonly string[];
  /** Name of the layer of dependencies. */
  readonly layerName: string;
  /** Its version, where there are dependencies. */
  readonly own: string | undefined;
}

/** Stands for the version of the layer of dependencies that is still to be published. */
export function unpublishedLayer(layerName: string): string {
  return `:layer:${layerName}:0`;
}

/** A layer version's ARN without the version. */
export function layerOf(layerVersionArn: string): string {
  return layerVersionArn.replace(/:\d+$/, '');
}

/** Whether an ARN is one of the layer of this name. */
export function isLayer(layerVersionArn: string, layerName: string): boolean {
  return layerOf(layerVersionArn).endsWith(`:layer:${layerName}`);
}

/**
 * What Terraform declares, then what others put there, in their order, with the layer of dependencies in the place that it
 * had, or else at the end: of two files of one name Lambda takes the later layer's.
 */
export function composeLayers({ current, declared, declaredBefore, layerName, own }: LayerOptions): string[] {
  const declaredLayers = new Set([...declared, ...declaredBefore].map(layerOf));
  const others = current.filter((arn) => !declaredLayers.has(layerOf(arn)));
  const place = others.findIndex((arn) => isLayer(arn, layerName));
  const foreign = others.filter((arn) => !isLayer(arn, layerName));
  if (own !== undefined) foreign.splice(place === -1 ? foreign.length : place, 0, own);
  return [...declared, ...foreign];
}
