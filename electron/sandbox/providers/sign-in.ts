import { ArmError } from '../arm-error.ts';
import { isSame, signWith } from '../jobs/command-token.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';

const lifetimeSeconds = 3600;

/** The sandbox's own sign-in: clients that want a token from an authority get one. It says who asked, and proves nothing. */
export function signInRoutes(world: World): Route[] {
  const data = 'data' as const;
  return [
    {
      name: 'SignIn_GetConfiguration',
      method: 'GET',
      path: '/{tenant}/v2.0/.well-known/openid-configuration',
      plane: data,
      handle: ({ parameters }) => ({ status: 200, body: configuration(world, parameters.tenant) }),
    },
    {
      name: 'SignIn_GetInstance',
      method: 'GET',
      path: '/common/discovery/instance',
      plane: data,
      handle: () => ({
        status: 200,
        body: {
          tenant_discovery_endpoint: `${world.addresses.arm}/${world.tenant}/v2.0/.well-known/openid-configuration`,
          'api-version': '1.1',
          metadata: [],
        },
      }),
    },
    {
      name: 'SignIn_GetToken',
      method: 'POST',
      path: '/{tenant}/oauth2/v2.0/token',
      plane: data,
      handle: (request) => token(world, request),
    },
    {
      name: 'SignIn_GetKeys',
      method: 'GET',
      path: '/{tenant}/discovery/v2.0/keys',
      plane: data,
      handle: () => ({ status: 200, body: { keys: [] } }),
    },
  ];
}

function configuration({ addresses }: World, tenant: string): object {
  const base = `${addresses.arm}/${tenant}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** A token for an application or a user, whatever secret it shows. */
function token({ addresses, tenant, clock, commandToken }: World, { text }: ArmRequest): ArmReply {
  const form = new URLSearchParams(text);
  const scope = form.get('scope') ?? form.get('resource');
  const client = form.get('client_id');
  if (client === null || scope === null) {
    throw new ArmError(400, 'invalid_request', "A token needs 'client_id' and 'scope'.");
  }
  const now = Math.floor(clock.now() / 1000);
  const claims = {
    aud: scope.split(' ')[0].replace(/\/\.default$/, ''),
    iss: `${addresses.arm}/${tenant}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + lifetimeSeconds,
    appid: client,
    oid: client,
    sub: client,
    tid: tenant,
    name: 'Learner',
    upn: 'learner@example.com',
    ver: '2.0',
  };
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const content = `${encode({ typ: 'JWT', alg: 'none' })}.${encode(claims)}`;
  // Who shows the token that was printed gets one that may run commands.
  const isTrusted = commandToken !== undefined && isSame(form.get('client_secret') ?? '', commandToken);
  const sign = isTrusted ? signWith(commandToken, content) : '';
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ext_expires_in: lifetimeSeconds,
      access_token: `${content}.${sign}`,
    },
  };
}
