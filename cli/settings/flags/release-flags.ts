import type { FlagDeclaration } from './declaration';

const SETTING = { env: true, file: true } as const;

/** How a release is named, proved, guarded and kept. */
export const RELEASE_FLAGS = [
  {
    name: 'source-version',
    type: 'text',
    placeholder: '<version>',
    pattern: /^(?!(?:latest|\.{1,2})$)[^\p{Cc}\p{Cs}]{1,200}$/u,
    expected: '1 to 200 characters, and not latest',
    description: 'What is released: a commit, a tag.',
    default:
      '`CODEBUILD_RESOLVED_SOURCE_VERSION`, `GITHUB_SHA`, `CI_COMMIT_SHA`, else the commit that is checked out, with `-dirty` if the source has changes, else a random one',
    example: 'v1.4.0',
    verbs: ['deploy', 'diff'],
    env: true,
    file: false,
    legacy: true,
  },
  {
    ...SETTING,
    name: 'smoke-test',
    type: 'json',
    placeholder: '<json|@file>',
    description:
      'An event with which the new version is invoked before any traffic reaches it; an error ends the deploy.',
    default: 'none',
    example: '@test/event.json',
    verbs: ['deploy', 'rollback', 'status', 'verify', 'explain-iam'],
  },
  {
    ...SETTING,
    name: 'lease-seconds',
    type: 'integer',
    placeholder: '<seconds>',
    minimum: 1,
    maximum: 900,
    description: 'Seconds after which the lease of a deploy that does not move any more is taken over.',
    default: '60',
    verbs: ['deploy', 'rollback', 'prune', 'status'],
  },
  {
    ...SETTING,
    name: 'wait-seconds',
    type: 'integer',
    placeholder: '<seconds>',
    minimum: 0,
    maximum: 7200,
    description: 'Seconds to wait for another deploy of the function before giving up.',
    default: '600',
    verbs: ['deploy', 'rollback', 'prune', 'status'],
  },
  {
    ...SETTING,
    name: 'keep',
    type: 'integer',
    placeholder: '<count>',
    minimum: 1,
    maximum: 200,
    description: 'Releases that `prune` keeps, the one behind the alias included.',
    default: '10',
    verbs: ['deploy', 'prune', 'status'],
  },
  {
    ...SETTING,
    name: 'prune',
    type: 'boolean',
    negatable: true,
    description: 'Remove older releases at the end of a deploy.',
    default: 'on with a contract, else off',
    verbs: ['deploy', 'status', 'verify', 'explain-iam'],
  },
] as const satisfies readonly FlagDeclaration[];
