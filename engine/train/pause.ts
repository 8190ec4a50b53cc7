import { cancelled } from '../errors.ts';

/** What gives other work a turn every few dozen milliseconds; throws when the signal was raised. */
export function createPause(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last > 24) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      last = performance.now();
    }
    if (signal?.aborted) throw cancelled();
  };
}
