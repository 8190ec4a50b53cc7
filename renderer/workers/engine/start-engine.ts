import { wrap } from 'comlink';
import { createWorker } from '../create-worker.ts';
import type { EngineLink, StartedEngine } from './engine-link.ts';
import url from './engine.worker.ts?worker&url';

/** Starts the engine in a worker of the app. */
export function startEngine(): StartedEngine {
  const worker = createWorker(url);
  return {
    link: wrap<EngineLink>(worker) as unknown as EngineLink,
    end: () => worker.terminate(),
    onStopped: (listener) => worker.addEventListener('error', listener, { once: true }),
  };
}
