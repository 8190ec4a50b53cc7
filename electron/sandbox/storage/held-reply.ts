import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectReply } from '../collect-reply.ts';

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
  collectReply(response, (bytes) => {
    const isSaved = response.statusCode < 400 || saver.isDirty() ? saver.save() : Promise.resolve();
    isSaved.then(
      () => response.end(bytes),
      (error: unknown) => sendFailure(response, error as Error),
    );
  });
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
