import process from 'node:process';
import { watchParents } from '../host/parents.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that leaves things behind unless it is ended in order: Ctrl-C, a signal or the death of what started it
 * abort the given signal, and `close` runs whatever happens. The process then ends as the signal would have ended it.
 */
export async function untilStopped(
  work: (signal: AbortSignal) => Promise<void>,
  close: () => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  let closing: Promise<void> | undefined;
  const closeOnce = (): Promise<void> => (closing ??= close());
  const stop = (signal: NodeJS.Signals): void => {
    if (stoppedBy) return;
    stoppedBy = signal;
    abort.abort();
    // What is under way may take long to notice; it is not waited for.
    void closeOnce().finally(() => {
      for (const name of signals) process.removeAllListeners(name);
      process.kill(process.pid, signal);
    });
  };
  for (const name of signals) process.on(name, stop);
  const unwatch = watchParents(() => stop('SIGTERM'));
  try {
    await work(abort.signal);
  } catch (error) {
    // The end is on its way: what the work says of it is of no interest.
    if (stoppedBy) await new Promise(() => undefined);
    throw error;
  } finally {
    if (!stoppedBy) {
      unwatch();
      await closeOnce();
      for (const name of signals) process.off(name, stop);
    }
  }
}
