import type { Answer } from '../engine/messages.ts';
import type { PlaygroundHost } from './playground-host.ts';

/** What the playground's thread can be asked for. */
export type PlaygroundCall = keyof PlaygroundHost;
export type PlaygroundWords<Name extends PlaygroundCall> = Parameters<PlaygroundHost[Name]>;
export type PlaygroundValue<Name extends PlaygroundCall> = Awaited<ReturnType<PlaygroundHost[Name]>>;

/** The one door between the page and the thread. */
export interface PlaygroundLink {
  ask<Name extends PlaygroundCall>(
    name: Name,
    ...words: PlaygroundWords<Name>
  ): Promise<Answer<PlaygroundValue<Name>>>;
  /** Holds a lock of this name as long as the thread lives. */
  live(lock: string): Promise<void>;
}
