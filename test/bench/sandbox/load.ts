import { connect, type Socket } from 'node:net';

/** What many requests came to. */
export interface Load {
  readonly requestsPerSecond: number;
  /** The time that 99 of 100 answers stayed within, in ms. */
  readonly p99: number;
}

/** A POST that is sent again and again. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends the same request over several connections for some seconds, on each the next as soon as the last is answered.
 * It speaks HTTP by itself: a client that costs more than the server would measure the client. Error: an answer that
 * is not 200.
 */
export async function load(target: Target, connections: number, seconds: number): Promise<Load> {
  const { hostname, port, pathname } = new URL(target.url);
  const body = Buffer.from(target.body);
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  const times: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      try {
        while (performance.now() < end) {
          const sent = performance.now();
          await exchange(socket, bytes);
          times.push(performance.now() - sent);
        }
      } finally {
        socket.destroy();
      }
    }),
  );
  const elapsed = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  return { requestsPerSecond: times.length / elapsed, p99: times[Math.floor(times.length * 0.99)] };
}

/** One request and all of its answer. */
function exchange(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = (error?: Error): void => {
      socket.off('data', read).off('error', finish).off('close', cut);
      if (error) reject(error);
      else resolve();
    };
    const cut = (): void => finish(new Error('The connection was cut.'));
    const read = (part: Buffer): void => {
      text += part.toString('latin1');
      const headEnd = text.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      if (!text.startsWith('HTTP/1.1 200 ')) {
        finish(new Error(`The answer was ${text.slice(0, 300)}`));
        return;
      }
      const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
      const isWhole =
        length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= headEnd + 4 + Number(length);
      if (isWhole) finish();
    };
    socket.on('data', read).once('error', finish).once('close', cut);
    socket.write(bytes);
  });
}
