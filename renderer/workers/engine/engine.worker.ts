// The engine of the pages: tables, runs and results, away from the thread that draws.
import '../no-eval.ts';
import { expose, releaseProxy, type Remote } from 'comlink';
import { startTensorFlow } from '../../../engine/train/tensorflow.ts';
import { wasmPaths } from '../wasm-paths.ts';
import { packError } from './engine-errors.ts';
import { EngineHost } from './engine-host.ts';
import type { EngineLink } from './engine-link.ts';
import type { Answer } from './messages.ts';

const host = new EngineHost(() => startTensorFlow({ wasmPaths }));

const link: EngineLink = {
  async ask(name, ...words) {
    try {
      const work = host[name] as (...words: unknown[]) => unknown;
      return { ok: true, value: await work.apply(host, words) } as Answer<never>;
    } catch (error) {
      return { ok: false, error: packError(error) };
    } finally {
      for (const word of words) if (typeof word === 'function') release(word);
    }
  },
};

/** A callback of the page is not needed any more. */
function release(callback: unknown): void {
  (callback as Remote<() => void>)[releaseProxy]();
}

expose(link);
