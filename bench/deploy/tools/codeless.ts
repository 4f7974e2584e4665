import type { Target, Tool } from './tool';

/** Runtime of every function. */
export const RUNTIME = 'python3.12';

/** Version and alias of a deploy as `codeless` and its predecessor take them. */
export function sharedFlags({ functionName, bucket, release }: Target): string[] {
  return [
    ...['--app-s3-bucket', bucket, '--function-name', functionName, '--function-runtime', RUNTIME],
    ...['--app-src-path', 'src', '--app-packages-descriptor-path', 'requirements.txt'],
    ...['--source-version', `1.0.${release}`],
  ];
}

/** The program under test. @param version its release */
export function codeless(version: string): Tool {
  return {
    name: 'codeless',
    version,
    deploy: (target) => ['codeless', 'deploy', ...sharedFlags(target)],
    help: ['codeless', '--help'],
  };
}
