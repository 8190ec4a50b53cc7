import type { IncomingMessage, ServerResponse } from 'node:http';

const reading = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Holds the reply to a write back until what it acknowledges is saved; where that fails, the reply is an error.
 * A refusal waits too when something is unsaved, as it may tell of another's write ("exists already").
 */
export function holdReply(
  request: IncomingMessage,
  response: ServerResponse,
  saver: { isDirty(): boolean; save(): Promise<void> },
): void {
  if (reading.includes(request.method ?? '')) return;
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const parts: Buffer[] = [];
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
    const isSaved = response.statusCode < 400 || saver.isDirty() ? saver.save() : Promise.resolve();
    isSaved.then(
      () => response.end(Buffer.concat(parts)),
      (error: unknown) => sendFailure(response, error as Error),
    );
    return response;
  };
}

function sendFailure(response: ServerResponse, { message }: Error): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.setHeader('content-type', 'application/xml');
  response.setHeader('x-ms-error-code', 'InternalError');
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  response
    .writeHead(500)
    .end(`<?xml version="1.0"?><Error><Code>InternalError</Code><Message>${text}</Message></Error>`);
}
