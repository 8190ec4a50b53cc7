import { setTimeout as delay } from 'node:timers/promises';
import { cancelled } from '../../engine/errors.ts';

/** Asks again and again until there is an answer. Error: `cancelled`. */
export async function waitUntil<Value>(
  ask: () => Promise<Value | undefined>,
  { pollIntervalMs, signal }: { readonly pollIntervalMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Value> {
  for (;;) {
    if (signal?.aborted) throw cancelled();
    const value = await ask();
    if (value !== undefined) return value;
    await delay(pollIntervalMs, undefined, { signal }).catch(() => {
      throw cancelled();
    });
  }
}
