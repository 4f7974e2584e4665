import type { TerraformStack } from 'cdktf';
import { CodelessLambda } from '../../modules';

/** Functions as a user of the construct writes them. */
export function addCodelessFunctions(stack: TerraformStack, count: number): void {
  for (let index = 0; index < count; index++) {
    new CodelessLambda(stack, `function-${index}`, {
      functionName: `function-${index}`,
      runtime: 'python3.12',
      handler: 'app.main.handler',
      memorySize: 256,
      environment: { STAGE: 'bench' },
    });
  }
}
