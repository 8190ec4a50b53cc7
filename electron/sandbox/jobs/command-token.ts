import { createHmac, timingSafeEqual } from 'node:crypto';
import type { World } from '../world.ts';

/** Why a job with commands does not run, where the sandbox runs none. */
export const commandsNotAllowed =
  'Commands are not allowed in this sandbox. Start it with --allow-commands, and sign in with the token that it prints.';

/** Signs what a token says with the token that was printed. */
export function signWith(token: string, content: string): string {
  return createHmac('sha256', token).update(content).digest('base64url');
}

/** Whether a caller has shown the token that the sandbox has printed: itself, or one that was given for it. */
export function mayRunCommands({ commandToken }: World, authorization: string | undefined): boolean {
  if (commandToken === undefined) return false;
  const bearer = (authorization ?? '').replace(/^Bearer /, '');
  const content = bearer.slice(0, Math.max(0, bearer.lastIndexOf('.')));
  return isSame(bearer, commandToken) || isSame(bearer, `${content}.${signWith(commandToken, content)}`);
}

/** Compares without telling by its time how far two texts agree. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return timingSafeEqual(left, right);
}
