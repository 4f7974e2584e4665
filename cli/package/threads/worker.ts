import { parentPort } from 'node:worker_threads';
import { perform } from './perform';
import type { Task } from './task';

const port = parentPort;
// One after the other: the answers are told apart by their order.
let last: Promise<void> = Promise.resolve();
port?.on('message', (task: Task) => {
  last = last.then(async () => {
    port.postMessage(await perform(task));
  });
});
