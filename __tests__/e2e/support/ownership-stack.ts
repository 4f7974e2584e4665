import { App, TerraformOutput } from 'cdktf';
import { allowProviderVersions, CodelessLambda } from '../../../modules';
import type { CodelessLambdaProps, PlaceholderDelivery } from '../../../modules';
import { LocalStack } from './local-stack';

/** What the tests change from one apply to the next. */
export interface OwnershipOptions {
  readonly placeholder: PlaceholderDelivery;
  readonly memorySize: number;
  readonly description: string;
  readonly environment: Record<string, string>;
  readonly layers: string[];
  readonly architecture: 'x86_64' | 'arm64';
  /** Of the function that CI ships to. */
  readonly handler: string;
}

/** A function that CI owns the code of, and one whose alias Terraform moves. */
class OwnershipStack extends LocalStack {
  constructor(app: App, id: string, stateFile: string, options: OwnershipOptions) {
    super(app, id, stateFile);
    const common: CodelessLambdaProps = { runtime: 'python3.12', ...options };
    const shipped = new CodelessLambda(this, 'shipped', { ...common, functionName: 'shipped' });
    shipped.addAlias('beta');
    new CodelessLambda(this, 'tracked', {
      ...common,
      functionName: 'tracked',
      handler: 'app.main.handler',
      aliasOwner: 'terraform',
    });
    new TerraformOutput(this, 'lambda', { value: shipped.lambda });
    allowProviderVersions(this);
  }
}

/** Synthesizes the stack and returns the folder that Terraform runs in. */
export function synthesizeOwnership(outdir: string, stateFile: string, options: OwnershipOptions): string {
  const app = new App({ outdir });
  new OwnershipStack(app, 'ownership', stateFile, options);
  app.synth();
  return `${outdir}/stacks/ownership`;
}
