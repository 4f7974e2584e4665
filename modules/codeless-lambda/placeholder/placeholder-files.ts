import type { HandlerTarget } from './handler-target';
import { nodejsHandler } from './nodejs-handler';
import { PlaceholderError } from './placeholder-error';
import { pythonHandler } from './python-handler';
import { rubyHandler } from './ruby-handler';
import { runtimeFamily } from './runtime-family';
import { renderTemplate, type TemplateName } from './template';

/** One file of a placeholder's package. */
export interface PlaceholderFile {
  /** Where it lies in the package: relative, with `/` between its parts. */
  readonly path: string;
  /** Its text, in UTF-8. */
  readonly content: string;
  /**
   * Whether its mode must be 0755 rather than 0644, without which Lambda cannot start a `bootstrap`. `placeholderZip`
   * keeps it; `archive_file` cannot: it gives no mode to inline sources, whatever its `output_file_mode`.
   *
   * @see https://github.com/hashicorp/terraform-provider-archive/issues/59
   */
  readonly executable: boolean;
}

/**
 * The files of the smallest package that Lambda accepts for a runtime. For Python, Node.js, Ruby and `provided` it runs,
 * and the configured handler is the one that answers: HTTP events of API Gateway, function URLs and load balancers get
 * status 503, every other event an error. For Java and .NET it only says what it is.
 *
 * @param runtime - Lambda's identifier, such as `python3.13`
 * @param handler - as configured on the function; not read for Java, .NET and `provided`
 * @throws PlaceholderError for a runtime of no known family, and a handler that the runtime could not load
 */
export function placeholderFiles(runtime: string, handler: string | undefined): readonly PlaceholderFile[] {
  switch (runtimeFamily(runtime)) {
    case 'python':
      return pythonFiles(pythonHandler(runtime, handler));
    case 'nodejs':
      return [sourceFile('nodejs.js', '.js', nodejsHandler(runtime, handler))];
    case 'ruby':
      return [sourceFile('ruby.rb', '.rb', rubyHandler(runtime, handler))];
    case 'provided':
      return [{ path: 'bootstrap', content: renderTemplate('bootstrap.sh'), executable: true }];
    case 'java':
    case 'dotnet':
      return [{ path: 'placeholder.txt', content: renderTemplate('compiled.txt'), executable: false }];
    case undefined:
      throw new PlaceholderError(
        'UnknownRuntime',
        `'runtime' must be one of python*, nodejs*, ruby*, java*, dotnet* and provided*, got ${JSON.stringify(runtime)}`,
      );
  }
}

function sourceFile(template: TemplateName, extension: string, target: HandlerTarget): PlaceholderFile {
  return {
    path: target.segments.join('/') + extension,
    content: renderTemplate(template, target.name),
    executable: false,
  };
}

/** Directories become regular packages: Python prefers one of the same name elsewhere to a directory without `__init__.py`. */
function pythonFiles(target: HandlerTarget): readonly PlaceholderFile[] {
  const source = sourceFile('python.py', '.py', target);
  const packages = target.segments
    .slice(0, -1)
    .map((_, index) => `${target.segments.slice(0, index + 1).join('/')}/__init__.py`)
    .filter((path) => path !== source.path)
    .map((path) => ({ path, content: renderTemplate('package.py'), executable: false }));
  return [...packages, source];
}
