import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { CallName } from '../contract/bridge.ts';
import type { Session } from '../host/session/session.ts';
import { appOrigin } from './app-protocol.ts';
import { channels } from './channels.ts';
import { RateLimit } from './rate-limit.ts';

/** How much a message may hold, as JSON. */
export const mostBytes = 4 << 20;
/** How many messages the page may send in a second. */
export const mostCallsPerSecond = 200;

/** Whether a message comes from the app's own page, and from no frame in it. */
export function isOwnPage(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const { senderFrame } = event;
  if (!senderFrame || senderFrame.parent !== null) return false;
  return senderFrame.url === appOrigin || senderFrame.url.startsWith(`${appOrigin}/`);
}

/**
 * Answers the pages' messages, as soon as the session is open. Each is looked at: who sends it, how large it is, how
 * many there are. Resolves with the first answer.
 */
export function handleBridge(
  ipc: Pick<IpcMain, 'handle'>,
  opening: Promise<Pick<Session, 'call' | 'files'>>,
): Promise<void> {
  const limit = new RateLimit(mostCallsPerSecond);
  const admit = (event: IpcMainInvokeEvent): void => {
    if (!isOwnPage(event)) throw new Error('Refused: the message comes from another page.');
    if (!limit.take()) throw new Error('Refused: too many messages at once.');
  };
  return new Promise((resolve) => {
    ipc.handle(channels.call, async (event, name: unknown, input: unknown) => {
      admit(event);
      if (typeof name !== 'string') throw new Error('Refused: the message is no call.');
      const plain = plainInput(input);
      const session = await opening;
      const reply = await session.call(name as CallName, plain);
      resolve();
      return reply;
    });
    ipc.handle(channels.file, async (event, file: unknown) => {
      admit(event);
      if (typeof file !== 'string' || file === '') throw new Error('Refused: this is no file.');
      return (await opening).files.add(file);
    });
  });
}

/** An input as plain data: what JSON cannot say, such as a buffer, does not get through. */
function plainInput(input: unknown): unknown {
  let text: string;
  try {
    text = JSON.stringify(input ?? {});
  } catch {
    throw new Error('Refused: the message is no plain data.');
  }
  if (Buffer.byteLength(text) > mostBytes) throw new Error('Refused: the message is too large.');
  return JSON.parse(text);
}

/** Tells a page what goes on, from its beginning. Returns what ends that. */
export function tellEvents(contents: WebContents, session: Session): () => void {
  return session.work.subscribe(0, (event) => {
    if (!contents.isDestroyed()) contents.send(channels.event, event);
  });
}
