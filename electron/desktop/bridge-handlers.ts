import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { CallName } from '../contract/bridge.ts';
import type { Session } from '../host/session/session.ts';
import { appOrigin } from './app-protocol.ts';
import { channels } from './channels.ts';
import { RateLimit } from './rate-limit.ts';

const mostBytes = 4 << 20;
const mostCallsPerSecond = 200;

/** Whether a message comes from the app's own page, and from no frame in it. */
export function isOwnPage(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const { senderFrame } = event;
  if (!senderFrame || senderFrame.parent !== null) return false;
  return senderFrame.url === appOrigin || senderFrame.url.startsWith(`${appOrigin}/`);
}

/** Answers the pages' messages. Each is looked at: who sends it, how large it is, how many there are. */
export function handleBridge(ipc: IpcMain, session: Session): void {
  const limit = new RateLimit(mostCallsPerSecond);
  const admit = (event: IpcMainInvokeEvent): void => {
    if (!isOwnPage(event)) throw new Error('Refused: the message comes from another page.');
    if (!limit.take()) throw new Error('Refused: too many messages at once.');
  };
  ipc.handle(channels.call, (event, name: unknown, input: unknown) => {
    admit(event);
    if (typeof name !== 'string' || JSON.stringify(input ?? null).length > mostBytes) {
      throw new Error('Refused: the message is no call.');
    }
    return session.call(name as CallName, input);
  });
  ipc.handle(channels.file, (event, file: unknown) => {
    admit(event);
    if (typeof file !== 'string' || file === '') throw new Error('Refused: this is no file.');
    return session.files.add(file);
  });
}

/** Tells a page what goes on, from a number on. Returns what ends that. */
export function tellEvents(contents: WebContents, session: Session): () => void {
  return session.work.subscribe(0, (event) => {
    if (!contents.isDestroyed()) contents.send(channels.event, event);
  });
}
