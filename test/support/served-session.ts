import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { WorkView } from '../../electron/contract/session.ts';

const program = path.resolve(import.meta.dirname, '../../electron/serve.ts');

/** The browser host in a process of its own, asked as its page asks it. */
export interface ServedSession {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly cookie: string;
  /** The address that was printed; it has been used. */
  readonly url: string;
  call<Name extends CallName>(name: Name, input: unknown): Promise<Reply<CallOutput<Name>>>;
  /** Waits for a piece of work. */
  until(fits: (work: WorkView) => boolean): Promise<WorkView>;
  /** Kills it at once. */
  kill(): Promise<void>;
}

/** Starts the browser host on a folder. */
export async function serveSession(folder: string, timeFactor = 1000): Promise<ServedSession> {
  const words = ['--json', '--data', folder, '--time-factor', String(timeFactor)];
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  const { origin } = new URL(url);
  const entered = await fetch(url, { redirect: 'manual' });
  const [cookie] = (entered.headers.get('set-cookie') ?? '').split(';');
  const headers = { cookie, origin };
  return {
    child,
    origin,
    cookie,
    url,
    async call<Name extends CallName>(name: Name, input: unknown) {
      const response = await fetch(`${origin}/api/call`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ name, input }),
      });
      return (await response.json()) as Reply<CallOutput<Name>>;
    },
    async until(fits) {
      const response = await fetch(`${origin}/api/events?after=0`, { headers });
      let text = '';
      const decoder = new TextDecoder();
      for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(part, { stream: true });
        for (const event of text.split('\n\n')) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data === undefined || !data.endsWith('}')) continue;
          const { work } = JSON.parse(data) as { work: WorkView };
          if (fits(work)) return work;
        }
        text = text.slice(text.lastIndexOf('\n\n') + 2);
      }
      throw new Error('The host has ended.');
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
