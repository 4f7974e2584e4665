import type { Runtime } from '../../runtime';
import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import { checkDeclaration } from './check-declaration';
import { completed, type ActionDeclaration, type GivenPipeline, type StageDeclaration } from './declaration';
import type { Execution } from './execution';
import { Pipeline, type Start } from './pipeline';
import { Tags, type Tag } from './tags';
import type { Webhook } from './webhook';

/** Everything that CodePipeline has in the account. */
export class CodePipeline {
  readonly pipelines = new Map<string, Pipeline>();
  /** By name. */
  readonly webhooks = new Map<string, Webhook>();
  readonly tags = new Tags();
  /** In whose name calls are. */
  readonly user: string;

  constructor(
    readonly runtime: Runtime,
    private readonly kinds: readonly ActionKind[],
  ) {
    this.user = `arn:aws:iam::${runtime.account}:root`;
  }

  /** @throws ServiceError where the name is taken, or the structure or a tag is wrong */
  create(given: GivenPipeline, tags: readonly Tag[]): Pipeline {
    if (this.pipelines.has(given.name)) {
      throw new ServiceError('PipelineNameInUseException', `There is a pipeline ${given.name} already`);
    }
    this.check(given);
    const pipeline = new Pipeline(given, this.runtime, (action) => this.#kindOf(action));
    this.tags.register(pipeline.arn, tags);
    this.pipelines.set(given.name, pipeline);
    return pipeline;
  }

  /** @throws ServiceError where the structure is wrong */
  check(given: GivenPipeline): void {
    checkDeclaration(completed(given, 1), (action) => this.#kindOf(action));
  }

  /** Starts a pipeline for which nobody waits: what keeps it from starting is told to people. */
  start(pipeline: Pipeline, how: Start): void {
    try {
      pipeline.start(how);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const text = `${pipeline.declaration.name} does not start: ${error.message}`;
      this.runtime.activity({ kind: 'pipeline', text });
    }
  }

  pipeline(name: string): Pipeline {
    return found(this.pipelines.get(name), 'PipelineNotFoundException', `There is no pipeline ${name}`);
  }

  execution({ executions, declaration }: Pipeline, id: string): Execution {
    const execution = executions.find((one) => one.id === id);
    return found(execution, 'PipelineExecutionNotFoundException', `${declaration.name} has no execution ${id}`);
  }

  stage({ declaration }: Pipeline, name: string): StageDeclaration {
    const stage = declaration.stages.find((one) => one.name === name);
    return found(stage, 'StageNotFoundException', `${declaration.name} has no stage ${name}`);
  }

  #kindOf({ name, actionTypeId }: ActionDeclaration): ActionKind {
    const { category, owner, provider, version } = actionTypeId;
    const isBuiltIn = owner === 'AWS' && version === '1';
    const kind = this.kinds.find((one) => isBuiltIn && one.provider === provider && one.categories.includes(category));
    const type = [category, owner, provider, version].join(', ');
    return found(kind, 'InvalidActionDeclarationException', `Action '${name}': the local AWS has no type ${type}`);
  }
}

function found<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new ServiceError(code, message);
  return value;
}
