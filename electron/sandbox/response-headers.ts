import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** The region in which a caller of the sandbox is. */
const region = 'WESTEUROPE';

/** What every reply bears. A correlation, a route and what follows are Azure Resource Manager's alone. */
export function headersOf(request: IncomingMessage, isData: boolean): Record<string, string> {
  const { headers, socket } = request;
  const id = randomUUID();
  if (isData) return { 'x-ms-request-id': id };
  const correlation = headers['x-ms-correlation-request-id'];
  const client = headers['x-ms-client-request-id'];
  const isAsked = headers['x-ms-return-client-request-id'] === 'true' && typeof client === 'string';
  const isEncrypted = (socket as Partial<TLSSocket>).encrypted === true;
  return {
    'cache-control': 'no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': typeof correlation === 'string' ? correlation : id,
    'x-ms-routing-request-id': `${region}:${stamp(new Date())}:${id}`,
    ...(isAsked && { 'x-ms-client-request-id': client }),
    ...(isEncrypted && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

/** A time as a route bears it, such as 20261126T145012Z. */
function stamp(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
