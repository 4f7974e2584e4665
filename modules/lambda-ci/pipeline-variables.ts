import { escapeTemplate } from '../shared/template';
import type { PipelineVariableOptions } from './stage-props';

/** Name of the pipeline's variable that names the tag to release. */
export const TAG_VARIABLE = 'TAG';
/** Its value where nobody names a tag: the newest that matches. CodePipeline has no empty values. */
export const LATEST_TAG = 'latest';
/** The build's variable with that tag. */
export const BUILD_TAG_VARIABLE = 'CODELESS_TAG';
/** The build's variable that says what it is for. */
export const BUILD_STEP_VARIABLE = 'LAMBDA_CI_STEP';
/** Namespace of the variables of the action that finds out what a deploy would change. */
export const DIFFERENCE_NAMESPACE = 'Difference';
/** What a person is shown who has to approve. */
export const DIFFERENCE_REFERENCE = `#{${DIFFERENCE_NAMESPACE}.CODELESS_DIFFERENCE}`;

/** The variable that a pipeline has which ships releases. */
const TAG: PipelineVariableOptions = {
  name: TAG_VARIABLE,
  defaultValue: LATEST_TAG,
  description: `The tag to release; ${LATEST_TAG} is the newest one that matches`,
};

/** All variables of a pipeline. */
export function pipelineVariables(
  given: readonly PipelineVariableOptions[],
  isRelease: boolean,
): readonly PipelineVariableOptions[] {
  return isRelease ? [TAG, ...given] : given;
}

/** The build's variables that carry those of the pipeline. */
export function carriedVariables(
  given: readonly PipelineVariableOptions[],
  isRelease: boolean,
): Readonly<Record<string, string>> {
  return {
    ...(isRelease ? { [BUILD_TAG_VARIABLE]: `#{variables.${TAG_VARIABLE}}` } : {}),
    ...Object.fromEntries(given.map(({ name }) => [name, `#{variables.${name}}`])),
  };
}

/**
 * Plain variables as the configuration of a CodeBuild action takes them; nothing where there are none.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function environmentVariables(variables: Readonly<Record<string, string>>): string | undefined {
  const list = Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));
  return list.length === 0 ? undefined : escapeTemplate(JSON.stringify(list));
}
