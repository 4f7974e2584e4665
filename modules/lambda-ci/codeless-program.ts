import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { AssetType, TerraformAsset, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { ArtifactStore } from '../artifact-store';
import { packageRoot } from '../shared/package-root';
import { checkTags } from '../shared/tags';
import { escapeTemplates } from '../shared/template';
import { ValidationError } from '../shared/validation-error';

/** What the program's file is called, here and in the bucket. */
const FILE_NAME = 'codeless.js';
/** Characters of a construct's address that keep the objects of two pipelines apart. */
const ADDRESS_LENGTH = 8;

/** The program that a build runs. */
export interface CodelessProgramProps {
  /** The bucket that it is kept in. */
  readonly artifacts: ArtifactStore;
  /**
   * The file: absolute, or from the working directory.
   *
   * @default - the one of this package
   */
  readonly file?: string;
  /**
   * Tags of the object; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The program `codeless` as an object of S3, whose key names the digest: what a build runs is what was applied, and no
 * registry is asked.
 *
 * Another program is another object. Terraform makes it first and removes the old one last, all versions of it, when the
 * build project knows of the new one already. A build that began before and has not fetched its program yet fails with its
 * first command, before anything is deployed; a retry of the stage runs the new program.
 */
export class CodelessProgram extends Construct {
  /** The object. */
  public readonly resource: S3Object;
  /** Name of the bucket. */
  public readonly bucketName: string;
  /** Key of the object. */
  public readonly key: string;
  /** ARN of the object. */
  public readonly objectArn: string;
  /** Hexadecimal SHA-256 of the program. */
  public readonly sha256: string;

  constructor(scope: Construct, id: string, props: CodelessProgramProps) {
    super(scope, id);
    const { artifacts, tags } = props;
    const file = resolve(props.file ?? join(packageRoot(__dirname), 'dist', 'cli', FILE_NAME));
    checkTags(this, tags);
    checkFile(this, file, props.file);

    this.sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    this.bucketName = artifacts.bucketName;
    // Each pipeline has an object of its own: of two resources for one object the first to go would take it along.
    this.key = `codeless/${this.sha256}/${this.node.addr.slice(-ADDRESS_LENGTH)}/${FILE_NAME}`;
    this.objectArn = `${artifacts.bucketArn}/${this.key}`;
    const asset = new TerraformAsset(this, 'Asset', { path: file, type: AssetType.FILE, assetHash: this.sha256 });
    const isSameStack = TerraformStack.of(artifacts) === TerraformStack.of(this);
    this.resource = new S3Object(this, 'Resource', {
      bucket: this.bucketName,
      key: this.key,
      // Where Terraform applies is not always where it was planned or synthesized.
      source: `\${path.module}/${asset.path}`,
      tags: tags && escapeTemplates(tags),
      lifecycle: { createBeforeDestroy: true },
      // Not on the lifecycle rules too, for which the provider waits a minute.
      dependsOn: isSameStack ? [artifacts.versioning] : undefined,
    });
  }
}

function checkFile(scope: Construct, file: string, given: string | undefined): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) {
    return;
  }
  throw given === undefined
    ? new ValidationError(
        'ProgramNotBuilt',
        scope,
        `the program codeless must be built, found none; run 'npm run build'`,
      )
    : new ValidationError('NoProgramFile', scope, `'file' must be the program's file, got '${given}', which is none`);
}
