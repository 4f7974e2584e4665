import type { Engine } from '../deploy/engine';
import type { Moved } from './notify';

/**
 * Tells the chat of a deploy or a rollback, where there is a topic to tell it to and the alias was moved.
 *
 * @param begun when it began, by the engine's clock
 */
export async function announce(engine: Engine, result: Moved, begun: number): Promise<void> {
  const topic = engine.settings.notifyTopic.value;
  if (topic === undefined || !['released', 'rolledBack'].includes(result.outcome)) return;
  // eslint-disable-next-line no-restricted-syntax -- few runs change anything and have a topic
  const { notify } = await import('./notify');
  await notify(engine, topic, result, engine.clock.now() - begun);
}
