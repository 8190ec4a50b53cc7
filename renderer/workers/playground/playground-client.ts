import { proxy, wrap } from 'comlink';
import { EngineError } from '../../../engine/errors.ts';
import { createWorker } from '../create-worker.ts';
import { valueOf } from '../engine/engine-errors.ts';
import type { PlaygroundCall, PlaygroundLink, PlaygroundValue, PlaygroundWords } from './playground-link.ts';
import url from './playground.worker.ts?worker&url';

let clients = 0;

/**
 * The playground's thread as the page uses it. Errors are those of the engine, and `playground-stopped` where the
 * thread has ended: then all calls that wait fail, and a new client is to be made.
 */
export class PlaygroundClient {
  private readonly worker: Worker;
  private readonly link: PlaygroundLink;
  private fail: (error: EngineError) => void = () => undefined;
  private readonly stopped: Promise<never>;
  private isClosed = false;

  constructor(onStopped: (error: EngineError) => void) {
    this.worker = createWorker(url);
    this.link = wrap<PlaygroundLink>(this.worker) as unknown as PlaygroundLink;
    this.stopped = new Promise((_, reject) => (this.fail = reject));
    this.stopped.catch((error: EngineError) => {
      if (!this.isClosed) onStopped(error);
    });
    this.worker.addEventListener('error', () => this.fail(playgroundStopped()), { once: true });
    // Where there are no locks the error event is all there is.
    this.watch().catch(() => undefined);
  }

  async ask<Name extends PlaygroundCall>(
    name: Name,
    ...words: PlaygroundWords<Name>
  ): Promise<PlaygroundValue<Name>> {
    const sent = words.map((word: unknown) =>
      typeof word === 'function' ? proxy(word) : word,
    ) as PlaygroundWords<Name>;
    const answer = await Promise.race([this.link.ask(name, ...sent), this.stopped]);
    return valueOf(answer);
  }

  /** Ends the thread. */
  close(): void {
    this.isClosed = true;
    this.fail(playgroundStopped());
    this.worker.terminate();
  }

  /** A thread that ends without a word lets go of its lock. */
  private async watch(): Promise<void> {
    const lock = `guidepost-playground-${Date.now()}-${clients++}`;
    await this.link.live(lock);
    await navigator.locks.request(lock, () => this.fail(playgroundStopped()));
  }
}

function playgroundStopped(): EngineError {
  return new EngineError(
    'playground-stopped',
    'The training has ended unexpectedly: its memory may not have been enough.',
    'Your table and settings are kept. Start it again; if it happens once more, take fewer rows or columns.',
  );
}
