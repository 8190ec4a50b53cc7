import type { Bridge, CallName, CallOutput, FileRef } from '../../electron/contract/bridge.ts';
import type { Reply } from '../../electron/contract/reply.ts';
import type { SessionEvent } from '../../electron/contract/session.ts';
import { lost } from './lost.ts';

/** The host behind this page, over HTTP. */
export function webBridge(): Bridge {
  return {
    async call<Name extends CallName>(name: Name, input: unknown) {
      try {
        const response = await fetch('/api/call', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name, input }),
        });
        if (!response.ok) return lost(await response.text());
        return (await response.json()) as Reply<CallOutput<Name>>;
      } catch {
        return lost('');
      }
    },
    subscribe(after, listener) {
      const source = new EventSource(`/api/events?after=${after}`);
      source.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)) as SessionEvent));
      return () => source.close();
    },
    async addFile(file) {
      const response = await fetch(`/api/files?name=${encodeURIComponent(file.name)}`, {
        method: 'PUT',
        body: file,
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as FileRef;
    },
  };
}
