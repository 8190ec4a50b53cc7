import { invalidContent } from '../arm-error.ts';
import { textOf } from '../text-of.ts';

/** What an endpoint asks its callers for: one of its keys, a token of its own, or one of a sign-in. */
export type AuthMode = 'Key' | 'AMLToken' | 'AADToken';

/** The mode that a text names in any case, as clients write it; one of those that are known there. Error: 400. */
export function readAuthMode<Mode extends AuthMode>(value: unknown, known: readonly Mode[]): Mode {
  const found = known.find((mode) => mode.toLowerCase() === textOf(value).toLowerCase());
  if (found === undefined) throw invalidContent(`'authMode' is one of ${known.join(', ')}.`);
  return found;
}
