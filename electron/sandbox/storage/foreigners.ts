import type { IncomingMessage, ServerResponse } from 'node:http';

const ownNames =
  /^(127\.0\.0\.1|localhost|([a-z0-9-]+\.)+localhost|[a-z0-9]+\.blob\.core\.windows\.net)(:\d+)?$/i;

/**
 * Refuses web pages, and names that are not this machine's: a page that has led its own name here must not read blobs
 * with a token of its choice. True where it has answered.
 */
export function refuseForeigner({ headers }: IncomingMessage, response: ServerResponse): boolean {
  const { origin, host = '' } = headers;
  if (origin === undefined && ownNames.test(host)) return false;
  const code = 'SandboxForeignCaller';
  const [header, value] = origin === undefined ? ['Host', host] : ['Origin', origin];
  const shown = value.slice(0, 200).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const message = `The sandbox refuses requests with the ${header} '${shown}'.`;
  response
    .writeHead(403, { 'content-type': 'application/xml', 'x-ms-error-code': code })
    .end(
      `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  return true;
}
