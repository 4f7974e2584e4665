/** Hosts of AWS's: CodeCommit, and what CodeBuild clones through from a connection; no people look at either. */
const AWS_HOST = /(^|\.)amazonaws\.com(\.cn)?$/;

/** `git@github.com:acme/app.git`, as ssh takes it. */
const SSH_SHORT = /^(?:[^\s@/:]+@)?([A-Za-z0-9.-]{2,}):(?!\/\/)(.+)$/;

/** What can be compared: a commit's hash, or a tag. */
export interface Revisions {
  readonly from: string;
  readonly to: string;
}

/**
 * The page on which a Git host shows what differs between two revisions: of GitHub, GitHub Enterprise, GitLab or Bitbucket,
 * told by the host's name and the depth of the path; a host of another name is taken for a GitHub Enterprise.
 *
 * @param repository the address that Git clones; credentials in it do not get into the page's
 * @returns undefined where the repository is on no such host
 */
export function compareUrl(repository: string, { from, to }: Revisions): string | undefined {
  const { host, path } = repositoryPage(repository) ?? {};
  if (host === undefined || path === undefined) return undefined;
  const [base, head] = [encode(from), encode(to)];
  const page = `https://${host}/${path.map(encode).join('/')}`;
  const isOf = (name: string): boolean => host.split(/[.:]/).includes(name);
  if (isOf('bitbucket')) return `${page}/branches/compare/${head}%0D${base}`;
  // Only GitLab has groups within groups.
  if (isOf('gitlab') || path.length > 2) return `${page}/-/compare/${base}...${head}?straight=true`;
  return `${page}/compare/${base}..${head}`;
}

function repositoryPage(address: string): { readonly host: string; readonly path: readonly string[] } | undefined {
  const url = parse(address);
  if (url === undefined || AWS_HOST.test(url.hostname)) return undefined;
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter((segment) => segment !== '');
  // A port of ssh's is none of the page's.
  const host = url.protocol.startsWith('http') ? url.host : url.hostname;
  return path.length < 2 || host === '' ? undefined : { host, path: path.map(decode) };
}

function parse(address: string): URL | undefined {
  const [, host, path] = SSH_SHORT.exec(address) ?? [];
  const text = host === undefined || path === undefined ? address : `ssh://${host}/${path}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol) ? url : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Percent-encodes what means something in an address, or as a chat's markup. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
