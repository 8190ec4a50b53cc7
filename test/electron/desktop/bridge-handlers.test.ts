import type { IpcMainInvokeEvent } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  handleBridge,
  isOwnPage,
  mostBytes,
  mostCallsPerSecond,
} from '../../../electron/desktop/bridge-handlers.ts';
import { channels } from '../../../electron/desktop/channels.ts';
import type { Session } from '../../../electron/host/session/session.ts';

type Handler = (event: IpcMainInvokeEvent, ...words: unknown[]) => Promise<unknown>;

function from(url: string, parent: object | null = null): IpcMainInvokeEvent {
  return { senderFrame: { url, parent } } as unknown as IpcMainInvokeEvent;
}
const own = from('app://guidepost/');

let handlers: Map<string, Handler>;
let received: unknown[][];

/** Begins anew: the count of messages too. */
function begin(opening: Promise<unknown>): Promise<void> {
  handlers = new Map();
  const handle = (channel: string, handler: unknown): void => void handlers.set(channel, handler as Handler);
  return handleBridge({ handle }, opening as Promise<Session>);
}

const session = {
  call: (...words: unknown[]) => {
    received.push(words);
    return Promise.resolve({ ok: true });
  },
  files: {
    add: (file: string) => {
      received.push([file]);
      return { id: 'file/1' };
    },
  },
};

beforeEach(() => {
  received = [];
  void begin(Promise.resolve(session));
});

const call = (event: IpcMainInvokeEvent, ...words: unknown[]): Promise<unknown> =>
  handlers.get(channels.call)!(event, ...words);
const addFile = (event: IpcMainInvokeEvent, file: unknown): Promise<unknown> =>
  handlers.get(channels.file)!(event, file);

describe('who sends', () => {
  it.for([
    ['another site', from('https://example.com/')],
    ['a file', from('file:///index.html')],
    ['a host of the same beginning', from('app://guidepost.example/')],
    ['a host of the same end', from('app://my-guidepost/')],
    ['another scheme', from('pack://guidepost/')],
    ['an empty page', from('about:blank')],
    ['a frame in the page', from('app://guidepost/', { url: 'app://guidepost/' })],
    ['a frame that is gone', { senderFrame: null } as unknown as IpcMainInvokeEvent],
  ] as const)('refuses %s', async ([, event]) => {
    expect(isOwnPage(event)).toBe(false);
    await expect(call(event, 'session.read', {})).rejects.toThrow('another page');
    await expect(addFile(event, '/etc/passwd')).rejects.toThrow('another page');
    expect(received).toEqual([]);
  });

  it('answers its own page, and tells of the first answer', async () => {
    const first = begin(Promise.resolve(session));
    expect(await call(own, 'session.read', {})).toEqual({ ok: true });
    expect(await addFile(own, '/home/learner/a.csv')).toEqual({ id: 'file/1' });
    await first;
    expect(received).toEqual([['session.read', {}], ['/home/learner/a.csv']]);
  });

  it('opens nothing but its two channels', () => {
    expect([...handlers.keys()].sort()).toEqual([channels.call, channels.file].sort());
  });
});

describe('what is sent', () => {
  const round: { self?: unknown } = {};
  round.self = round;
  it.for([
    ['a call without a name', [undefined, {}]],
    ['a name that is no text', [{ toString: 'session.read' }, {}]],
    ['an input of many megabytes', ['session.read', { text: 'a'.repeat(mostBytes) }]],
    ['one of many bytes in few characters', ['session.read', { text: '語'.repeat(mostBytes / 2) }]],
    ['an input that holds itself', ['session.read', round]],
    ['a number that JSON does not have', ['session.read', { size: 1n }]],
  ] as const)('refuses %s', async ([, words]) => {
    await expect(call(own, ...words)).rejects.toThrow(/^Refused: the message is/);
    expect(received).toEqual([]);
  });

  it.for([undefined, '', 1, {}, ['/etc/passwd']])('refuses %j as a file', async (file) => {
    await expect(addFile(own, file)).rejects.toThrow('this is no file');
  });

  it('lets plain data alone through', async () => {
    await call(own, 'session.read', { bytes: new Uint8Array(2), map: new Map([['a', 1]]), at: new Date(0) });
    expect(received[0][1]).toEqual({ bytes: { 0: 0, 1: 0 }, map: {}, at: '1970-01-01T00:00:00.000Z' });
  });
});

it('answers so many messages in a second, on both channels together', async () => {
  const asked = Array.from({ length: 3 * mostCallsPerSecond }, (_, index) =>
    (index % 2 === 0 ? call(own, 'session.read', {}) : addFile(own, '/a.csv')).then(
      () => true,
      (error: Error) => /too many/.test(error.message) && false,
    ),
  );
  const answered = (await Promise.all(asked)).filter(Boolean).length;
  // The burst may lie across the end of one second.
  expect(answered).toBeGreaterThanOrEqual(mostCallsPerSecond);
  expect(answered).toBeLessThanOrEqual(2 * mostCallsPerSecond);
});

it('says so where the session cannot be opened', async () => {
  void begin(Promise.reject(new Error('The folder is in use.')));
  await expect(call(own, 'session.read', {})).rejects.toThrow('The folder is in use.');
});
