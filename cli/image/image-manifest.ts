import * as z from 'zod/mini';

/** An image's own architecture, in Lambda's words where it has one. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'arm64' };

const part = z.object({ digest: z.string(), size: z.int(), mediaType: z.string() });

/** A manifest of one image, as far as it is read. */
const single = z.object({ config: part, layers: z.array(part) });

/** A list of manifests, each of one image or of what belongs to one. */
const index = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z.optional(z.object({ architecture: z.string(), os: z.optional(z.string()) })),
    }),
  ),
});

const configuration = z.object({ architecture: z.string(), os: z.string() });

/** Configurations of images that can be run; others belong to charts, signatures and the like. */
const CONFIGURATIONS = ['application/vnd.docker.container.image.v1+json', 'application/vnd.oci.image.config.v1+json'];

/** What a manifest says. */
export type Manifest =
  | { readonly kind: 'image'; readonly configDigest: string; readonly bytes: number }
  /** Digests by the architecture that they are for, in Lambda's words. */
  | { readonly kind: 'index'; readonly digests: ReadonlyMap<string, string> }
  | { readonly kind: 'other' };

/** Reads a manifest, whatever its media type is called: what it holds tells what it is. */
export function parseManifest(text: string): Manifest {
  const content = parsed(text);
  const list = index.safeParse(content);
  if (list.success) {
    const known = list.data.manifests.flatMap(({ digest, platform }) => {
      const name = platform?.os === 'linux' ? ARCHITECTURES[platform.architecture] : undefined;
      return name === undefined ? [] : [[name, digest] as const];
    });
    return { kind: 'index', digests: new Map(known) };
  }
  const image = single.safeParse(content);
  if (!image.success || !CONFIGURATIONS.includes(image.data.config.mediaType)) return { kind: 'other' };
  const { config, layers } = image.data;
  return {
    kind: 'image',
    configDigest: config.digest,
    bytes: layers.reduce((sum, { size }) => sum + size, config.size),
  };
}

/** For what an image was built, in Lambda's words where it has one: `arm64`; undefined where its configuration does not tell. */
export function platformOf(text: string): string | undefined {
  const result = configuration.safeParse(parsed(text));
  if (!result.success) return undefined;
  const { architecture, os } = result.data;
  return os === 'linux' ? (ARCHITECTURES[architecture] ?? architecture) : `${os}/${architecture}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
