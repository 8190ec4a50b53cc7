import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '../parse-json.ts';
import { isObject } from '../envelope.ts';
import type { Properties } from '../resource-store.ts';

/** A call as faults see it, on whichever plane. */
export interface FaultCall {
  /** Azure's operation id, such as Vaults_CreateOrUpdate; of blobs such as Blobs_PutBlock. */
  readonly operation: string;
  readonly method: string;
  /** Decoded; of blobs it begins with the account. */
  readonly path: string;
  /** Of the resource that it is about. */
  readonly name: string;
  readonly headers: IncomingHttpHeaders;
  /** The body; empty where it is large or streamed. */
  readonly text: string;
}

/** Where a call leads: its provider, such as Microsoft.KeyVault. */
export function providerOf({ path }: Pick<FaultCall, 'path'>): string {
  return [...path.matchAll(/\/providers\/([^/]+)/gi)].at(-1)?.[1] ?? 'Microsoft.Resources';
}

/** The body of a call; nothing where it is no JSON object. */
export function bodyOf({ text }: Pick<FaultCall, 'text'>): Properties {
  try {
    const body = text === '' ? undefined : parseJson(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** The properties in the body of a call. */
export function propertiesOf(call: Pick<FaultCall, 'text'>): Properties {
  const { properties } = bodyOf(call);
  return isObject(properties) ? properties : {};
}

/** The action that Azure names when somebody may not do a call, such as Microsoft.KeyVault/vaults/write. */
export function actionOf({ path, method }: Pick<FaultCall, 'path' | 'method'>): string {
  const provider = providerOf({ path });
  const tail = path.slice(path.toLowerCase().lastIndexOf(provider.toLowerCase()) + provider.length);
  const parts = tail.split('/').filter((part) => part !== '');
  const types = path.toLowerCase().includes('/providers/')
    ? parts.filter((_, index) => index % 2 === 0)
    : ['subscriptions', 'resourceGroups'].slice(0, Math.ceil(parts.length / 2));
  if (method === 'POST') return `${provider}/${types.join('/')}/action`;
  const verb = method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : 'write';
  return `${provider}/${types.join('/')}/${verb}`;
}
