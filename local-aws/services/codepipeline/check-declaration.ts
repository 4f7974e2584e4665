import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import { inOrder, type ActionDeclaration, type PipelineDeclaration, type StageDeclaration } from './declaration';

const RESERVED = ['codepipeline', 'variables'];

const refuse = (code: string) => (isWrong: boolean, message: string) => {
  if (isWrong) throw new ServiceError(code, message);
};
const structure = refuse('InvalidStructureException');
const stageError = refuse('InvalidStageDeclarationException');
const actionError = refuse('InvalidActionDeclarationException');

/**
 * Refuses a pipeline whose structure AWS does not allow, or that is beyond the local AWS.
 *
 * @throws ServiceError that says what is wrong
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function checkDeclaration(
  pipeline: PipelineDeclaration,
  kindOf: (action: ActionDeclaration) => ActionKind,
): void {
  const { stages, triggers = [], variables = [], pipelineType, executionMode, artifactStore } = pipeline;
  structure(artifactStore.location === '', 'A pipeline here is in one region: give it an artifactStore');
  structure(stages.length < 2, `A pipeline has at least two stages, this one has ${stages.length}`);
  const isV2 = triggers.length > 0 || variables.length > 0 || executionMode !== 'SUPERSEDED';
  structure(isV2 && pipelineType !== 'V2', 'Triggers, variables and execution modes are of pipelines of type V2');
  structure(twice(stages), 'The names of stages must be unique in a pipeline');
  for (const [index, stage] of stages.entries()) checkStage(stage, index === 0, executionMode, kindOf);
  checkArtifacts(stages);
  const actions = stages.flatMap((stage) => stage.actions);
  const namespaces = [...actions.flatMap(({ namespace }) => namespace ?? []), ...RESERVED].map((name) => ({ name }));
  structure(twice(namespaces), `Namespaces must be unique in a pipeline; ${RESERVED.join(' and ')} are reserved`);
  checkTriggers(pipeline);
}

function checkStage(
  { name, actions, onFailure, onSuccess, beforeEntry }: StageDeclaration,
  isFirst: boolean,
  mode: string,
  kindOf: (action: ActionDeclaration) => ActionKind,
): void {
  stageError(actions.length === 0, `The stage ${name} has no action`);
  stageError(twice(actions), `The names of actions must be unique in the stage ${name}`);
  const isSource = ({ actionTypeId }: ActionDeclaration): boolean => actionTypeId.category === 'Source';
  const message = 'The first stage has source actions only, and no other stage has one';
  stageError(
    actions.some((action) => isSource(action) !== isFirst),
    message,
  );
  const hasConditions = [onSuccess, beforeEntry, onFailure?.conditions].some((conditions) => conditions !== undefined);
  stageError(hasConditions, `The stage ${name} has conditions, which the local AWS does not have`);
  const rollsBack = onFailure?.result === 'ROLLBACK';
  stageError(rollsBack && (isFirst || mode === 'PARALLEL'), 'A source stage, or PARALLEL mode, has no rollback');
  for (const action of actions) checkAction(action, kindOf(action));
}

function checkAction(action: ActionDeclaration, { inputs, outputs, required, optional }: ActionKind): void {
  const { name, inputArtifacts = [], outputArtifacts = [], configuration = {} } = action;
  const missing = required.find((key) => !(key in configuration));
  const start = `Action configuration for action '${name}'`;
  actionError(missing !== undefined, `${start} is missing required configuration '${String(missing)}'`);
  const unknown = Object.keys(configuration).find((key) => ![...required, ...optional].includes(key));
  actionError(unknown !== undefined, `${start} contains unknown configuration '${String(unknown)}'`);
  const isWithin = ([min, max]: readonly [number, number], { length }: readonly unknown[]): boolean =>
    length >= min && length <= max;
  actionError(!isWithin(inputs, inputArtifacts), `Action '${name}' has ${inputs.join(' to ')} input artifacts`);
  actionError(!isWithin(outputs, outputArtifacts), `Action '${name}' has ${outputs.join(' to ')} output artifacts`);
}

/** An input is the output of an action that runs before: in an earlier stage, or earlier in its own. */
function checkArtifacts(stages: readonly StageDeclaration[]): void {
  const produced = new Set<string>();
  for (const together of stages.flatMap(({ actions }) => inOrder(actions))) {
    for (const { name, inputArtifacts = [] } of together) {
      const early = inputArtifacts.find((input) => !produced.has(input.name))?.name;
      actionError(early !== undefined, `Action '${name}' takes the artifact ${String(early)}, which none before makes`);
    }
    for (const { name } of together.flatMap(({ outputArtifacts = [] }) => outputArtifacts)) {
      actionError(produced.has(name), `Output artifacts must be unique in a pipeline, ${name} is not`);
      produced.add(name);
    }
  }
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html */
function checkTriggers({ triggers = [], stages }: PipelineDeclaration): void {
  const watched = triggers.map(({ gitConfiguration }) => ({ name: gitConfiguration.sourceActionName }));
  structure(twice(watched), 'A source action has one trigger at most');
  for (const { name } of watched) {
    const source = stages[0]?.actions.find((action) => action.name === name);
    const isConnection = source?.actionTypeId.provider === 'CodeStarSourceConnection';
    structure(!isConnection, `The trigger names ${name}, which is no source action with a connection`);
  }
  for (const { tags, branches, filePaths } of triggers.flatMap(({ gitConfiguration }) => gitConfiguration.push ?? [])) {
    const isAllowed = tags === undefined ? branches !== undefined : branches === undefined && filePaths === undefined;
    structure(!isAllowed, 'A push filter has tags, or branches, or branches and filePaths');
  }
}

function twice(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size < named.length;
}
