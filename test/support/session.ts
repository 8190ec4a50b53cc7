import { onTestFinished } from 'vitest';
import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import { Session, type SessionOptions } from '../../electron/host/session/session.ts';
import { temporaryFolder } from './cli.ts';

/** A session in this process, whose errors are thrown. */
export interface TestSession {
  readonly session: Session;
  readonly root: string;
  readonly call: <Name extends CallName>(name: Name, input: unknown) => Promise<CallOutput<Name>>;
  readonly close: () => Promise<void>;
}

/** Opens a session on a folder of the test's own; it is closed when the test ends. */
export async function openSession(options: Partial<SessionOptions> = {}): Promise<TestSession> {
  const root = options.root ?? temporaryFolder();
  const session = await Session.open({ timeFactor: 5000, ...options, root });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await session.close();
  };
  onTestFinished(close);
  const call = async <Name extends CallName>(name: Name, input: unknown): Promise<CallOutput<Name>> => {
    const reply = await session.call(name, input);
    if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error);
    return reply.value;
  };
  return { session, root, call, close };
}
