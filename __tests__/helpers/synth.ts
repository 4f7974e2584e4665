import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';

/** A block's arguments, as in the synthesized JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

const root = mkdtempSync(join(tmpdir(), 'cdktf-codeless-unit-'));
let apps = 0;

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A directory of this test file's own, which goes with it; it does not exist yet. */
export function temporaryPath(): string {
  apps += 1;
  return join(root, String(apps));
}

/** An app that writes where nobody else does. */
export function testApp(outdir = temporaryPath()): App {
  return new App({ outdir, stackTraces: false });
}

/** An empty stack with the AWS provider. */
export function testStack(app = testApp(), id = 'stack'): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  return stack;
}

/** What was written for one stack. */
export class SynthesizedStack {
  /** The file as it was written. */
  public readonly text: string;
  /** The file's content without CDKTF's own notes. */
  public readonly json: Attributes;

  constructor(path: string) {
    this.text = readFileSync(path, 'utf8');
    this.json = JSON.parse(this.text, function (this: unknown, key: string, value: unknown) {
      return key === '//' ? undefined : value;
    }) as Attributes;
  }

  /** The addresses of all resources and data sources, sorted. */
  public get addresses(): string[] {
    const of = (blocks: Blocks, prefix: string): string[] =>
      Object.entries(blocks).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
    return [...of(this.blocks('resource'), ''), ...of(this.blocks('data'), 'data.')].sort();
  }

  /** The one resource of a type; throws where there are none or several. */
  public only(type: string): Attributes {
    const found = this.all(type);
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(`expected one ${type}, found ${found.length} in:\n${this.addresses.join('\n')}`);
    }
    return first;
  }

  /** All resources of a type, in the order of their names. */
  public all(type: string): Attributes[] {
    return Object.values(this.blocks('resource')[type] ?? {});
  }

  /** The resource at an address; throws where there is none. */
  public at(address: string): Attributes {
    const [type = '', name = ''] = address.split('.');
    const found = this.blocks('resource')[type]?.[name];
    if (found === undefined) {
      throw new Error(`nothing at ${address}, only:\n${this.addresses.join('\n')}`);
    }
    return found;
  }

  /** The one local whose name holds the text. */
  public local(part: string): { readonly name: string; readonly value: Attributes } {
    const found = Object.entries(this.section('locals')).filter(([name]) => name.includes(part));
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(`expected one local with ${part}, found ${found.length}`);
    }
    return { name: first[0], value: first[1] as Attributes };
  }

  /** A section at the top, such as `output` or `terraform`; empty where there is none. */
  public section(name: string): Attributes {
    return (this.json[name] ?? {}) as Attributes;
  }

  private blocks(kind: 'resource' | 'data'): Blocks {
    return this.section(kind) as Blocks;
  }
}

/** Synthesizes as `cdktf synth` does, with all validation, and reads what was written; throws as that does. */
export function synthesize(stack: TerraformStack): SynthesizedStack {
  const app = App.of(stack);
  app.synth();
  return new SynthesizedStack(join(app.outdir, 'stacks', stack.node.id, 'cdk.tf.json'));
}
