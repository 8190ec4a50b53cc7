import type { CallState } from './authenticator.ts';
import { authenticationFailed, foreignAddress, notAllowed } from './storage-error.ts';
import type { SignedFields } from './signed-url.ts';

/**
 * Checks when, from where and how a signature may be used.
 * Errors: AuthenticationFailed, AuthorizationSourceIPMismatch, AuthorizationProtocolMismatch.
 */
export function checkLimits(
  state: CallState,
  { st, se, sip, spr }: SignedFields,
  caller: { readonly address: string; readonly protocol: string },
): void {
  checkTime(state, st, se);
  if (sip !== undefined && !isInRange(caller.address, sip)) throw foreignAddress(state, caller.address);
  if (spr !== undefined && !spr.toLowerCase().split(',').includes(caller.protocol)) {
    throw notAllowed(state, 'Protocol');
  }
}

/** Errors: AuthenticationFailed before the start, after the end, and for what is no time. */
export function checkTime(state: CallState, start: string | undefined, end: string | undefined): void {
  if (end === undefined) throw authenticationFailed(state, 'se is mandatory. Cannot be empty');
  const now = state.startTime.getTime();
  const [from, to] = [start === undefined ? 0 : Date.parse(start), Date.parse(end)];
  if (Number.isNaN(from)) throw authenticationFailed(state, 'st is not a valid time.');
  if (Number.isNaN(to)) throw authenticationFailed(state, 'se is not a valid time.');
  if (now >= from && now < to) return;
  const [begins, ends, at] = [from, to, now].map((time) => new Date(time).toUTCString());
  throw authenticationFailed(
    state,
    `Signature not valid in the specified time frame: Start [${begins}] - Expiry [${ends}] - Current [${at}]`,
  );
}

/** Whether an IPv4 address is the one that is written, or between the two. */
export function isInRange(address: string, range: string): boolean {
  const numberOf = (text: string): number =>
    text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const [first, last = first] = range.split('-');
  const here = numberOf(address.replace(/^::ffff:/, ''));
  return here >= numberOf(first) && here <= numberOf(last);
}
