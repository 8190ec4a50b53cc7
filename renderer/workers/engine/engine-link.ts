import type { EngineHost } from './engine-host.ts';
import type { Answer } from './messages.ts';

/** What the engine can be asked for. */
export type EngineCall = keyof EngineHost;
export type EngineWords<Name extends EngineCall> = Parameters<EngineHost[Name]>;
export type EngineValue<Name extends EngineCall> = Awaited<ReturnType<EngineHost[Name]>>;

/** The one door between a page and the engine's thread. */
export interface EngineLink {
  ask<Name extends EngineCall>(name: Name, ...words: EngineWords<Name>): Promise<Answer<EngineValue<Name>>>;
}

/** An engine that was started. */
export interface StartedEngine {
  readonly link: EngineLink;
  /** Ends its thread at once. */
  end(): void;
  /** Called where the thread ends by itself. */
  onStopped(listener: () => void): void;
}
