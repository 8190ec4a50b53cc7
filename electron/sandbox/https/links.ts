import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { storageSuffix } from './names.ts';

/** Where the sandbox listens, as it stands in its replies. */
interface Addresses {
  readonly arm: string;
  readonly blob: string;
}

/**
 * How the addresses in a reply are written for a caller, so that it can follow them. Who calls 127.0.0.1 over http
 * gets Azure's own: its requests are sent here at the last moment. Who calls localhost, or over https, gets what it
 * called. `undefined` leaves them as they are.
 */
export function linksFor(
  request: IncomingMessage,
  { arm, blob }: Addresses,
): ((text: string) => string) | undefined {
  const { host = '' } = request.headers;
  const isEncrypted = (request.socket as Partial<TLSSocket>).encrypted === true;
  if (!isEncrypted && !host.startsWith('localhost')) return undefined;
  const own = arm.replace('http://', '');
  const blobs = new RegExp(`${blob.replaceAll('.', '\\.')}/([a-z0-9]{3,24})(?![a-z0-9])`, 'g');
  const port = /:\d+$/.exec(host)?.[0] ?? '';
  const origin = `${isEncrypted ? 'https' : 'http'}://${host}`;
  return (text) => {
    const led = text
      .replaceAll('https://management.azure.com', origin)
      .replace(/https:\/\/[a-z0-9]+\.api\.azureml\.ms/g, origin)
      .replace(/azureml:\/\/[a-z0-9]+\.api\.azureml\.ms/g, `azureml://${host}`)
      .replaceAll(arm, origin)
      .replaceAll(`azureml://${own}`, `azureml://${host}`);
    if (!isEncrypted) return led;
    return led
      .replace(blobs, `https://$1.blob.${storageSuffix}${port}`)
      .replaceAll('"endpoint":"core.windows.net"', `"endpoint":"${storageSuffix}${port}"`);
  };
}
