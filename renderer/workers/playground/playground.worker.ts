// The playground's training, away from the thread that draws.
import { expose, transfer } from 'comlink';
import { config } from 'zod';
import { startTensorFlow } from '../../../engine/train/tensorflow.ts';
import { wasmPaths } from '../wasm-paths.ts';
import { packError } from '../engine/engine-errors.ts';
import type { Answer } from '../engine/messages.ts';
import { buffersOf } from './lane.ts';
import type { Frame } from './messages.ts';
import { PlaygroundHost } from './playground-host.ts';
import type { PlaygroundLink } from './playground-link.ts';

// zod writes programs where it may; here it may not, and asking would be reported.
config({ jitless: true });

const startLearning = (): Promise<void> => startTensorFlow({ wasmPaths });
const host = new PlaygroundHost(startLearning);
// Ready before it is needed; where it fails, the first training says why.
startLearning().catch(() => undefined);

const link: PlaygroundLink = {
  async ask(name, ...words) {
    try {
      const work = host[name] as (...words: unknown[]) => unknown;
      return { ok: true, value: await work.apply(host, words.map(sending)) } as Answer<never>;
    } catch (error) {
      return { ok: false, error: packError(error) };
    }
  },
  live: (lock) =>
    new Promise((resolve) => {
      void navigator.locks.request(lock, () => {
        resolve();
        return new Promise(() => undefined);
      });
    }),
};

/** A listener of the page is given the memory of a frame, not a copy of it. */
function sending(word: unknown): unknown {
  if (typeof word !== 'function') return word;
  return (first: object, ...others: unknown[]) => {
    const told = 'grid' in first ? transfer(first, buffersOf(first as Frame) as Transferable[]) : first;
    return (word as (...words: unknown[]) => unknown)(told, ...others);
  };
}

expose(link);
