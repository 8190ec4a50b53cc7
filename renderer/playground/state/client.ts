import type { EngineError } from '../../../engine/errors.ts';
import { PlaygroundClient } from '../../workers/playground/playground-client.ts';
import type {
  PlaygroundCall,
  PlaygroundValue,
  PlaygroundWords,
} from '../../workers/playground/playground-link.ts';

/** The thread of the playground; it starts when it is first needed, and again after it has ended. */
export class Thread {
  private client: PlaygroundClient | undefined;
  private readonly onStopped: (error: EngineError) => void;

  constructor(onStopped: (error: EngineError) => void) {
    this.onStopped = onStopped;
  }

  ask<Name extends PlaygroundCall>(
    name: Name,
    ...words: PlaygroundWords<Name>
  ): Promise<PlaygroundValue<Name>> {
    const client = (this.client ??= new PlaygroundClient((error) => {
      if (this.client === client) this.client = undefined;
      client.close();
      this.onStopped(error);
    }));
    return client.ask(name, ...words);
  }

  /** Ends it. */
  close(): void {
    this.client?.close();
    this.client = undefined;
  }
}
