import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';

const home = 'aaaaaaaa-0000-4000-8000-000000000001';
const user = 'bbbbbbbb-0000-4000-8000-000000000002';

/** Microsoft's sign-in, as MSAL asks it: one user, whose consent the test gives or withholds. */
export class FakeEntra implements INetworkModule {
  readonly home = home;
  readonly username = 'ada@example.com';
  /** Whether the code of a device was entered. */
  isCodeEntered = false;
  /** Directories that ask for a new sign-in. */
  readonly wary = new Set<string>();
  readonly asked: string[] = [];

  sendGetRequestAsync<Answer>(url: string): Promise<NetworkResponse<Answer>> {
    this.asked.push(url);
    const { pathname } = new URL(url);
    if (pathname.includes('/discovery/instance')) {
      return reply(200, {
        tenant_discovery_endpoint:
          'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
        'api-version': '1.1',
        metadata: [
          {
            preferred_network: 'login.microsoftonline.com',
            preferred_cache: 'login.windows.net',
            aliases: ['login.microsoftonline.com', 'login.windows.net'],
          },
        ],
      });
    }
    const tenant = pathname.split('/')[1];
    const base = `https://login.microsoftonline.com/${tenant}`;
    return reply(200, {
      issuer: `https://login.microsoftonline.com/{tenantid}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    });
  }

  sendPostRequestAsync<Answer>(
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<Answer>> {
    this.asked.push(url);
    const { pathname } = new URL(url);
    const form = new URLSearchParams(options.body);
    if (pathname.endsWith('/devicecode')) {
      return reply(200, {
        user_code: 'ABCD-1234',
        device_code: 'device',
        verification_uri: 'https://microsoft.com/devicelogin',
        expires_in: 900,
        interval: 0,
        message: 'Enter the code.',
      });
    }
    const tenant = pathname.split('/')[1];
    const grant = form.get('grant_type') ?? '';
    if (grant.includes('device_code') && !this.isCodeEntered) {
      return reply(400, { error: 'authorization_pending', error_description: 'Not yet.' });
    }
    if (this.wary.has(tenant)) {
      return reply(400, { error: 'interaction_required', error_description: 'AADSTS50076: sign in again.' });
    }
    if (grant === 'authorization_code' && form.get('code') !== 'consent') {
      return reply(400, { error: 'invalid_grant', error_description: 'AADSTS70008: the code has expired.' });
    }
    return reply(200, this.tokens(tenant === 'organizations' ? home : tenant));
  }

  /** What the token endpoint answers for one directory. */
  private tokens(tenant: string): object {
    const claims = {
      iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
      tid: tenant,
      oid: user,
      sub: user,
      preferred_username: this.username,
      ver: '2.0',
      exp: Math.floor(Date.now() / 1000) + 3600,
    };
    return {
      token_type: 'Bearer',
      scope: 'https://management.azure.com/.default',
      expires_in: 3600,
      access_token: `secret-access-token-${tenant}`,
      refresh_token: 'secret-refresh-token',
      id_token: [{ alg: 'none' }, claims].map(encode).join('.') + '.x',
      client_info: encode({ uid: user, utid: home }),
    };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function reply<Answer>(status: number, body: object): Promise<NetworkResponse<Answer>> {
  return Promise.resolve({ status, headers: {}, body: body as Answer });
}
