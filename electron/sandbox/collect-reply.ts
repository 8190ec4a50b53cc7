import type { ServerResponse } from 'node:http';

/** Keeps back what is written as a reply; when it is whole, the response is as it was and `send` gets the bytes. */
export function collectReply(response: ServerResponse, send: (bytes: Buffer) => void): void {
  const parts: Buffer[] = [];
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const keep = (part: unknown): void => {
    if (typeof part === 'string' || part instanceof Uint8Array) parts.push(Buffer.from(part as string));
  };
  response.write = (part: unknown) => {
    keep(part);
    return true;
  };
  response.end = (part?: unknown) => {
    keep(part);
    response.write = write;
    response.end = end;
    send(Buffer.concat(parts));
    return response;
  };
}
