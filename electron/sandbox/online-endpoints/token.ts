import { createHmac } from 'node:crypto';
import { textOf } from '../text-of.ts';
import type { Route } from '../router.ts';
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
        const { id, secrets } = requireEndpoint(world, path);
        const now = Math.floor(world.clock.now() / 1000);
        const claims = Buffer.from(JSON.stringify({ aud: id, exp: now + lifetimeSeconds })).toString(
          'base64url',
        );
        const sign = createHmac('sha256', textOf(secrets.primaryKey)).update(claims).digest('base64url');
        return {
          status: 200,
          body: {
            accessToken: `${claims}.${sign}`,
            expiryTimeUtc: now + lifetimeSeconds,
            refreshAfterTimeUtc: now + lifetimeSeconds - 3600,
            tokenType: 'Bearer',
          },
        };
      },
    },
  ];
}
