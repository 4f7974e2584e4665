import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DataArchiveFile } from '@cdktf/provider-archive/lib/data-archive-file';
import { ArchiveProvider } from '@cdktf/provider-archive/lib/provider';
import { App, AssetType, CloudBackend, RemoteBackend, TerraformAsset, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { escapeTemplate } from '../shared/template';
import { ValidationError } from '../shared/validation-error';
import type { PlaceholderDelivery } from './codeless-lambda-props';
import type { PlaceholderFile } from './placeholder';
import { PlaceholderError, placeholderFiles, placeholderZip } from './placeholder';

const ARCHIVE_PROVIDER = 'archive';
/** The parts of the zip's path. */
const ASSET = 'Asset';
const ASSET_VERSION = 'placeholder';
const ZIP_NAME = 'placeholder.zip';

/** What a {@link PlaceholderPackage} is made of. */
export interface PlaceholderPackageProps {
  /** Lambda's identifier of the runtime. */
  readonly runtime: string;
  /** The handler that shall answer. */
  readonly handler: string;
  /**
   * How the zip reaches Lambda.
   *
   * @default - 'prebuilt' for `provided.*` and where the stack plans and applies on different machines, else 'archive'
   */
  readonly delivery?: PlaceholderDelivery;
}

/** The zip that a function is created with. */
export class PlaceholderPackage extends Construct {
  /** Where Terraform finds the zip. */
  public readonly filename: string;
  /** Base64 SHA-256 of the zip, as in Lambda's `CodeSha256`. */
  public readonly sha256: string;

  constructor(scope: Construct, id: string, props: PlaceholderPackageProps) {
    super(scope, id);
    const files = this.render(props);
    const executable = files.some((file) => file.executable);
    const delivery = props.delivery ?? (executable || runsRemotely(this) ? 'prebuilt' : 'archive');
    if (delivery === 'archive' && executable) {
      throw new ValidationError(
        'ArchiveLosesMode',
        this,
        `'placeholder' must be 'prebuilt' for the runtime ${props.runtime}, got 'archive': its bootstrap must be ` +
          `executable, and archive_file keeps no modes`,
      );
    }
    if (delivery === 'prebuilt') {
      const asset = this.prebuild(files);
      this.filename = asset.filename;
      this.sha256 = asset.sha256;
      return;
    }
    const archive = this.archive(files);
    this.filename = archive.outputPath;
    this.sha256 = archive.outputBase64Sha256;
    this.node.addValidation({ validate: () => (runsRemotely(this) ? [archivePlannedRemotely(this)] : []) });
  }

  private render({ runtime, handler }: PlaceholderPackageProps): readonly PlaceholderFile[] {
    try {
      return placeholderFiles(runtime, handler);
    } catch (error) {
      if (error instanceof PlaceholderError) {
        throw new ValidationError(error.code, this, error.message);
      }
      throw error;
    }
  }

  private archive(files: readonly PlaceholderFile[]): DataArchiveFile {
    requireArchiveProvider(TerraformStack.of(this));
    // The path that TerraformAsset chooses: see there why the two are the same.
    const folder = TerraformStack.of(this).getLogicalId(new Construct(this, ASSET).node);
    return new DataArchiveFile(this, 'Archive', {
      type: 'zip',
      outputPath: `\${path.module}/assets/${folder}/${ASSET_VERSION}/${ZIP_NAME}`,
      source: files.map((file) => ({ filename: file.path, content: escapeTemplate(file.content) })),
    });
  }

  private prebuild(files: readonly PlaceholderFile[]): { filename: string; sha256: string } {
    const zip = placeholderZip(files);
    const digest = createHash('sha256').update(zip).digest();
    // TerraformAsset copies a file that exists: this one is generated, so it lies with what is generated.
    const folder = resolve(App.of(this).outdir, 'placeholders', digest.toString('hex').slice(0, 32));
    const path = join(folder, ZIP_NAME);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, zip);
    // Terraform remembers the path, whatever the configuration says later, and a change of the architecture uploads what
    // lies there then: so the path depends neither on the content nor on the delivery.
    const asset = new TerraformAsset(this, ASSET, { path, type: AssetType.FILE, assetHash: ASSET_VERSION });
    return { filename: `\${path.module}/${asset.path}`, sha256: digest.toString('base64') };
  }
}

/** Stacks that are known to have the archive provider: to look for it means to visit every construct of the stack. */
const stacksWithArchive = new WeakSet<TerraformStack>();

function requireArchiveProvider(stack: TerraformStack): void {
  if (stacksWithArchive.has(stack)) {
    return;
  }
  if (!stack.allProviders().some((provider) => provider.terraformResourceType === ARCHIVE_PROVIDER)) {
    new ArchiveProvider(stack, ARCHIVE_PROVIDER);
  }
  stacksWithArchive.add(stack);
}

function runsRemotely(scope: Construct): boolean {
  // Every backend of CDKTF has this id. To look through all children would cost each function the number of functions.
  const backend = TerraformStack.of(scope).node.tryFindChild('backend');
  return backend instanceof CloudBackend || backend instanceof RemoteBackend;
}

function archivePlannedRemotely(scope: Construct): string {
  return (
    `'placeholder' must be 'prebuilt' in a stack with a CloudBackend or RemoteBackend, got 'archive': the archive would ` +
    `be written where Terraform plans, and is missing where it applies; set it, or make the backend before the function ` +
    `[ArchivePlannedRemotely] (at ${scope.node.path})`
  );
}
