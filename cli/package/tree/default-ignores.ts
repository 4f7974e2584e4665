/** The file that says what is not shipped, in the root or in any directory below; Git's syntax and precedence. */
export const IGNORE_FILE = '.lambdaignore';

/**
 * What is not shipped unless a {@link IGNORE_FILE} takes it back in, such as `!.env.example`; patterns as in
 * `.gitignore`. Besides, a directory with a `pyvenv.cfg` is taken for a Python virtual environment whatever its name.
 *
 * `node_modules` is here because a deploy installs dependencies afresh, for Lambda's platform, into a layer or beside the
 * code; who ships what lies in the source writes `!node_modules`.
 */
export const DEFAULT_IGNORES: readonly string[] = [
  // Version control
  '.git',
  '.hg',
  '.svn',
  // Secrets of the machine that builds
  '.env*',
  '.npmrc',
  '.yarnrc*',
  '.pypirc',
  '.netrc',
  '*.tfstate',
  '*.tfstate.*',
  // Dependencies
  'node_modules',
  '.yarn',
  '.pnp.*',
  '.pnpm-store',
  '.venv',
  '__pypackages__',
  // Caches, and what differs from run to run
  '__pycache__',
  '*.py[co]',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.hypothesis',
  '.ipynb_checkpoints',
  '.tox',
  '.nox',
  '.coverage',
  '.nyc_output',
  '.cache',
  // Infrastructure
  '.terraform',
  'cdktf.out',
  '.aws-sam',
  '.serverless',
  // Editors and desktops
  '.idea',
  '.vscode',
  '*.swp',
  '*~',
  '.DS_Store',
  'Thumbs.db',
  // This program's own
  'codeless.yml',
  IGNORE_FILE,
];
