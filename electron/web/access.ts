import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may use the browser host: whoever came with the one-time address that was printed. */
export class Access {
  /** A token that is exchanged for a cookie, once. */
  readonly token = randomBytes(32).toString('base64url');
  private readonly session = randomBytes(32).toString('base64url');
  private isSpent = false;

  /** Exchanges the token for the header that sets the cookie; `undefined` for a wrong or spent one. */
  exchange(token: string, port: number): string | undefined {
    if (this.isSpent || !isSame(token, this.token)) return undefined;
    this.isSpent = true;
    return `${cookieName(port)}=${this.session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a request bears the cookie. */
  isKnown({ headers }: IncomingMessage, port: number): boolean {
    const cookies = (headers.cookie ?? '').split(/;\s*/);
    const prefix = `${cookieName(port)}=`;
    return cookies.some(
      (cookie) => cookie.startsWith(prefix) && isSame(cookie.slice(prefix.length), this.session),
    );
  }
}

/** Cookies do not look at ports: the name does. */
function cookieName(port: number): string {
  return `guidepost-${port}`;
}

function isSame(given: string, own: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(own));
}

/** Why a request is refused before anybody looks at who sent it; `undefined` where it is not. */
export function foreignness({ headers, method = 'GET' }: IncomingMessage, port: number): string | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) return 'the Host is another';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'it comes from another site';
  const isRead = method === 'GET' || method === 'HEAD';
  const { origin } = headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`))
    return 'the Origin is another';
  if (!isRead && origin === undefined) return 'a write bears its Origin';
  return undefined;
}
