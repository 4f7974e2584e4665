import { App } from 'cdktf';
import type { Kind, Measurement } from './kinds';
import { createFunctionsStack } from './stack';

const KB_PER_MB = 1024;

/** `child.js KIND COUNT OUTDIR`: makes and synthesizes one stack, and prints a {@link Measurement} as JSON. */
function main([kind, count, outdir]: readonly string[]): void {
  const app = new App({ outdir });
  const start = performance.now();
  const stack = createFunctionsStack(app, kind as Kind, Number(count));
  const built = performance.now();
  app.synth();
  const synthesized = performance.now();
  globalThis.gc?.();
  const measurement: Measurement = {
    buildMs: built - start,
    synthMs: synthesized - built,
    heapMb: process.memoryUsage().heapUsed / KB_PER_MB / KB_PER_MB,
    rssMb: process.resourceUsage().maxRSS / KB_PER_MB,
  };
  process.stdout.write(JSON.stringify(measurement));
  // The last use of the stack: until here nothing of it may be collected.
  stack.node.lock();
}

main(process.argv.slice(2));
