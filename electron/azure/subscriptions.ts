import type { Connection } from './connection.ts';
import { call } from './call.ts';
import { requestJson } from './request.ts';

const apiVersion = '2022-12-01';

/** A directory that an account belongs to. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** A subscription of a directory. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** Such as Enabled, Warned or Disabled. */
  readonly state: string;
}

/** The directories of the account (https://learn.microsoft.com/rest/api/resources/tenants/list). */
export async function listTenants(connection: Connection): Promise<Tenant[]> {
  const found = await listAll<{ tenantId: string; displayName?: string; defaultDomain?: string }>(
    connection,
    '/tenants',
  );
  return found.map(({ tenantId, displayName, defaultDomain }) => ({
    id: tenantId,
    name: displayName ?? tenantId,
    domain: defaultDomain ?? '',
  }));
}

/** The subscriptions of a directory (https://learn.microsoft.com/rest/api/resources/subscriptions/list). */
export async function listSubscriptions(connection: Connection): Promise<Subscription[]> {
  const found = await listAll<{ subscriptionId: string; displayName?: string; state?: string }>(
    connection,
    '/subscriptions',
  );
  return found.map(({ subscriptionId, displayName, state }) => ({
    id: subscriptionId,
    name: displayName ?? subscriptionId,
    state: state ?? '',
  }));
}

async function listAll<Item>(connection: Connection, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined = `${path}?api-version=${apiVersion}`;
  while (next !== undefined) {
    const asked: string = next;
    const page = (await call(() => requestJson(connection, 'GET', asked))) as {
      value: Item[];
      nextLink?: string;
    };
    items.push(...page.value);
    next = page.nextLink;
  }
  return items;
}
