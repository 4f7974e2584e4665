import { FOUND, unfit, type Finding, type HandlerQuestion } from './finding';

/**
 * Looks for a handler as the .NET runtime does: an assembly at the root, and beside it what `dotnet publish` writes for the
 * host; `Assembly::Namespace.Type::Method`, or the name of an executable assembly.
 *
 * @see https://github.com/aws/aws-lambda-dotnet Libraries/src/Amazon.Lambda.RuntimeSupport/bootstrap.sh
 */
export function findDotnetHandler({ handler, files, environment }: HandlerQuestion): Finding {
  const isExecutable = !handler.includes(':');
  const assembly = (handler.split(':')[0] ?? '').replace(/\.dll$/, '');
  const wanted = [`${assembly}.dll`];
  if (files.first(wanted) === undefined) return { outcome: 'missing', wanted, maybeInLayer: !isExecutable };
  const main = (environment.LAMBDA_DOTNET_MAIN_ASSEMBLY ?? assembly).replace(/\.dll$/, '');
  for (const kind of isExecutable ? ['runtimeconfig'] : ['deps', 'runtimeconfig']) {
    const own = `${main}.${kind}.json`;
    const others = files.names('').filter((path) => path.endsWith(`.${kind}.json`) && files.kind(path) !== undefined);
    if (files.kind(own) !== undefined || (!isExecutable && others.length === 1)) continue;
    throw unfit(
      handler,
      `${own} is not in the package`,
      'Package what dotnet publish writes, with GenerateRuntimeConfigurationFiles set to true in the project.',
    );
  }
  return FOUND;
}
