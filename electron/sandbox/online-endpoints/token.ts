import { createHmac } from 'node:crypto';
import { isSame } from '../jobs/command-token.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { requireEndpoint } from './online-endpoints.ts';

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/onlineEndpoints/{endpoint}';
const lifetimeSeconds = 12 * 3600;

/** What an endpoint gives to who may read it: a token of half a day. */
export function endpointTokenRoutes(world: World): Route[] {
  return [
    {
      name: 'OnlineEndpoints_GetToken',
      method: 'POST',
      path: `${one}/token`,
      handle({ path }) {
        const endpoint = requireEndpoint(world, path);
        const now = Math.floor(world.clock.now() / 1000);
        return {
          status: 200,
          body: {
            accessToken: writeToken(endpoint, now + lifetimeSeconds),
            expiryTimeUtc: now + lifetimeSeconds,
            refreshAfterTimeUtc: now + lifetimeSeconds - 3600,
            tokenType: 'Bearer',
          },
        };
      },
    },
  ];
}

/** A token of an endpoint that is good until a second since 1970. */
function writeToken(endpoint: StoredResource, exp: number): string {
  const claims = Buffer.from(JSON.stringify({ aud: endpoint.id, exp })).toString('base64url');
  return `${claims}.${sign(endpoint, claims)}`;
}

/** Until when a token is good that an endpoint has given, in milliseconds; `undefined` for any other text. */
export function readToken(endpoint: StoredResource, token: string): number | undefined {
  const [claims = '', signature = ''] = token.split('.');
  if (!isSame(signature, sign(endpoint, claims))) return undefined;
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
  };
  return aud === endpoint.id ? exp * 1000 : undefined;
}

function sign({ secrets }: StoredResource, claims: string): string {
  return createHmac('sha256', textOf(secrets.primaryKey)).update(claims).digest('base64url');
}
