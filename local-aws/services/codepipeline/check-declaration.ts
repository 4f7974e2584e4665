import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from './declaration';

/**
 * Refuses a pipeline that the local AWS cannot run as AWS would: wrong stages, actions and triggers.
 *
 * @throws ServiceError that says what is wrong
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function checkDeclaration(
  { stages, triggers = [], variables = [], pipelineType, executionMode }: PipelineDeclaration,
  kindOf: (action: ActionDeclaration) => ActionKind,
): void {
  refuse('Structure', stages.length < 2, `A pipeline has at least two stages, this one has ${stages.length}`);
  const isV2 = triggers.length > 0 || variables.length > 0 || executionMode !== 'SUPERSEDED';
  const message = 'Triggers, variables and execution modes are of pipelines of type V2';
  refuse('Structure', isV2 && pipelineType !== 'V2', message);
  for (const [index, stage] of stages.entries()) checkStage(stage, index === 0, executionMode);
  for (const action of stages.flatMap(({ actions }) => actions)) checkConfiguration(action, kindOf(action));
  for (const { gitConfiguration } of triggers) {
    const source = stages[0]?.actions.find(({ name }) => name === gitConfiguration.sourceActionName);
    const isConnection = source?.actionTypeId.provider === 'CodeStarSourceConnection';
    const message = `The trigger names ${gitConfiguration.sourceActionName}, which is no source with a connection`;
    refuse('Structure', !isConnection, message);
  }
}

function checkStage(
  { name, actions, onFailure, onSuccess, beforeEntry }: StageDeclaration,
  isFirst: boolean,
  mode: string,
): void {
  const isMisplaced = actions.some(({ actionTypeId }) => (actionTypeId.category === 'Source') !== isFirst);
  refuse('StageDeclaration', isMisplaced, 'The first stage has source actions only, and no other stage has one');
  const hasConditions = (onSuccess ?? beforeEntry ?? onFailure?.conditions) !== undefined;
  refuse('StageDeclaration', hasConditions, `The stage ${name} has conditions, which the local AWS does not have`);
  const isStuck = onFailure?.result === 'ROLLBACK' && (isFirst || mode === 'PARALLEL');
  refuse('StageDeclaration', isStuck, 'A source stage, or PARALLEL mode, has no rollback');
}

function checkConfiguration({ name, configuration = {} }: ActionDeclaration, { required, optional }: ActionKind): void {
  const missing = required.find((key) => !(key in configuration));
  const unknown = Object.keys(configuration).find((key) => ![...required, ...optional].includes(key));
  const start = `Action configuration for action '${name}'`;
  refuse('ActionDeclaration', missing !== undefined, `${start} is missing required configuration '${missing ?? ''}'`);
  refuse('ActionDeclaration', unknown !== undefined, `${start} contains unknown configuration '${unknown ?? ''}'`);
}

function refuse(what: 'Structure' | 'StageDeclaration' | 'ActionDeclaration', isWrong: boolean, message: string): void {
  if (isWrong) throw new ServiceError(`Invalid${what}Exception`, message);
}
