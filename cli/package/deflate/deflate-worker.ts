import { parentPort } from 'node:worker_threads';
import type { DeflateJob } from './deflate-job';
import { deflateParts } from './deflate-part';

const port = parentPort;
port?.on('message', (job: DeflateJob) => {
  port.postMessage(deflateParts(job));
});
