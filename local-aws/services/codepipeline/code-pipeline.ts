import type { Runtime } from '../../runtime';
import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import { checkDeclaration } from './check-declaration';
import { completed, type ActionDeclaration, type GivenPipeline, type PipelineDeclaration } from './declaration';
import type { Execution } from './execution';
import type { Pipeline, Start } from './pipeline';
import type { Webhook } from './webhook';

/** Operations by name, each with the input that it has once that was held against the service's model. */
export type Operations = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Everything that CodePipeline has in the account, by name. */
export class CodePipeline {
  readonly pipelines = new Map<string, Pipeline>();
  readonly webhooks = new Map<string, Webhook>();
  /** In whose name calls are. */
  readonly user: string;

  constructor(
    readonly runtime: Runtime,
    private readonly kinds: readonly ActionKind[],
  ) {
    this.user = `arn:aws:iam::${runtime.account}:root`;
  }

  /** @throws ServiceError where the structure is wrong */
  checked(given: GivenPipeline, version: number): PipelineDeclaration {
    const declaration = completed(given, version);
    checkDeclaration(declaration, this.kindOf);
    return declaration;
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

  execution(pipelineName: string, id: string): Execution {
    const execution = this.pipeline(pipelineName).executions.find((one) => one.id === id);
    return found(execution, 'PipelineExecutionNotFoundException', `${pipelineName} has no execution ${id}`);
  }

  /** @throws ServiceError for what cannot be tagged */
  tags(arn: string): Map<string, string> {
    const resource = [...this.pipelines.values(), ...this.webhooks.values()].find((one) => one.arn === arn);
    return found(resource, 'ResourceNotFoundException', `There is nothing with the ARN ${arn}`).tags;
  }

  readonly kindOf = ({ name, actionTypeId }: ActionDeclaration): ActionKind => {
    const { category, owner, provider, version } = actionTypeId;
    const isBuiltIn = owner === 'AWS' && version === '1';
    const kind = this.kinds.find(({ types }) => isBuiltIn && types.includes(`${category}/${provider}`));
    const type = [category, owner, provider, version].join(', ');
    return found(kind, 'InvalidActionDeclarationException', `Action '${name}': the local AWS has no type ${type}`);
  };
}

function found<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new ServiceError(code, message);
  return value;
}
