import { DEFAULT_PROVIDER } from './source-action';
import type { ConnectionProvider, PipelineSource } from './source-props';

/** Hosts that are the same for everybody. */
const HOSTS: Readonly<Partial<Record<ConnectionProvider, string>>> = {
  GitHub: 'https://github.com',
  Bitbucket: 'https://bitbucket.org',
  GitLab: 'https://gitlab.com',
};

/** Where people look at the repository; nothing where its host is not known. */
export function repositoryUrl(source: PipelineSource): string | undefined {
  if (source.type !== 'connection') {
    return undefined;
  }
  const host = HOSTS[source.provider ?? DEFAULT_PROVIDER];
  return host && `${host}/${source.repository}`;
}
