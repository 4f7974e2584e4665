import type { DeployResult, RollbackResult } from '../deploy/deploy-result';
import type { Engine } from '../deploy/engine';
import { describeError } from '../output/describe-error';
import { step } from '../progress';
import { compareUrl } from './compare-url';
import { customNotification } from './custom-notification';
import type { ReleaseNews } from './release-news';
import { sourceFacts } from './source-facts';

/** A deploy or a rollback that moved the alias. */
export type Moved = DeployResult | RollbackResult;

/** A commit's hash, or the beginning of it. */
const COMMIT = /^[0-9a-f]{7,64}$/;

/** Publishes what was done to a topic. That it fails is told and changes nothing: the alias has moved. */
export async function notify(engine: Engine, topic: string, moved: Moved, milliseconds: number): Promise<void> {
  const { clients, onProgress, signal } = engine;
  try {
    const news = await newsOf(engine, moved, milliseconds);
    await step(
      onProgress,
      'Publish the message',
      () => clients.publish(topic, JSON.stringify(customNotification(news)), signal),
      () => topic,
    );
  } catch (error) {
    signal.throwIfAborted();
    const text =
      `${topic} was not told of it: ${describeError(error).message}; check that there is such a topic, that the role may ` +
      'sns:Publish to it, as codeless explain-iam has it, and that it may use the key of a topic that is encrypted';
    onProgress({ kind: 'note', level: 'warning', text });
  }
}

async function newsOf(
  { settings, env, signal, holder }: Engine,
  moved: Moved,
  milliseconds: number,
): Promise<ReleaseNews> {
  const { fromVersion, toVersion = '', fromSourceVersion, sourceVersion, tag } = moved;
  const facts = await sourceFacts({ directory: settings.source.value, env, signal }, sourceVersion);
  const repository = settings.repositoryUrl.value ?? facts.remote;
  const [from, to] = [revision(fromSourceVersion), revision(sourceVersion) ?? tag];
  const isDeploy = moved.outcome === 'released';
  return {
    kind: isDeploy ? 'deploy' : 'rollback',
    functionName: moved.functionName,
    functionArn: moved.functionArn,
    region: moved.region,
    aliasName: moved.aliasName,
    ...{ fromVersion, toVersion, sourceVersion, tag, milliseconds },
    subject: facts.subject,
    compareUrl:
      repository === undefined || from === undefined || to === undefined
        ? undefined
        : compareUrl(repository, { from, to }),
    backTo: isDeploy ? moved.backTo : fromVersion,
    by: holder,
  };
}

/** What a Git host knows by this name. */
function revision(sourceVersion: string | undefined): string | undefined {
  return sourceVersion !== undefined && COMMIT.test(sourceVersion) ? sourceVersion : undefined;
}
