import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { addCodelessFunctions } from './codeless';
import { addHandwrittenFunctions } from './handwritten';
import type { Kind } from './kinds';

/** A stack with nothing but functions of one kind. */
export function createFunctionsStack(app: App, kind: Kind, count: number): TerraformStack {
  const stack = new TerraformStack(app, 'functions');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  if (kind === 'codeless') {
    addCodelessFunctions(stack, count);
  } else {
    addHandwrittenFunctions(stack, count);
  }
  return stack;
}
