import type { IncomingMessage, ServerResponse } from 'node:http';

/** Brackets in brackets beyond this are in no question for tags that anybody means. */
const mostBrackets = 100;

/**
 * Refuses an address that Azurite cannot read, and would meet with an error of its own: escapes that are none,
 * a zero in a parameter, brackets without an end. True where it has answered.
 */
export function refuseUnreadable({ url = '' }: IncomingMessage, response: ServerResponse): boolean {
  const [path, query = ''] = url.split(/\?(.*)/s, 2);
  if (canDecode(path) && !isStrange(query)) return false;
  const [code, message] = canDecode(path)
    ? [
        'InvalidQueryParameterValue',
        'Value for one of the query parameters specified in the request URI is invalid.',
      ]
    : ['InvalidUri', 'The requested URI does not represent any resource on the server.'];
  response
    .writeHead(400, { 'content-type': 'application/xml', 'x-ms-error-code': code })
    .end(
      `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  return true;
}

function canDecode(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a parameter has what none has. */
function isStrange(query: string): boolean {
  const parameters = new URLSearchParams(query);
  const isControl = [...parameters.values()].some((value) => value.includes('\0'));
  return isControl || (parameters.get('where') ?? '').split('(').length > mostBrackets;
}
