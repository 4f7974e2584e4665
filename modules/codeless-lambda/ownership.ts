import type { AliasOwner } from './contract';

/**
 * Who owns what of the function and its alias. All that is not named here is Terraform's. From this declaration comes
 * what Terraform ignores once it has created the resources, in the provider's own attribute names.
 */
const CI_OWNS = {
  /** The code, zip or image, from wherever it was uploaded. */
  code: ['filename', 'source_code_hash', 's3_bucket', 's3_key', 's3_object_version', 'image_uri'],
  /** The processor that the code was built for, which a new package brings. */
  architecture: ['architectures'],
  /** The layer versions, of which one holds the dependencies of the code. */
  layers: ['layers'],
  /** The version that the alias serves, the weights of a shift, and the release's name. */
  traffic: ['function_version', 'routing_config', 'description'],
} as const;

/**
 * What Terraform leaves alone on the function: its code, and its layers unless Terraform is the only one who could change
 * them. Where Terraform also moves the alias, a change of the processor is not its to make: the provider uploads the
 * placeholder with it, and the alias would follow.
 */
export function functionIgnoreChanges(aliasOwner: AliasOwner, declaresLayers: boolean): string[] {
  if (aliasOwner === 'ci') {
    return [...CI_OWNS.code, ...CI_OWNS.layers];
  }
  // Without CI nobody else would ever bring a changed list of layers to the function.
  return [...CI_OWNS.code, ...CI_OWNS.architecture, ...(declaresLayers ? [] : CI_OWNS.layers)];
}

/** What Terraform leaves alone on an alias; nothing where Terraform moves it. */
export function aliasIgnoreChanges(aliasOwner: AliasOwner): string[] {
  return aliasOwner === 'ci' ? [...CI_OWNS.traffic] : [];
}
