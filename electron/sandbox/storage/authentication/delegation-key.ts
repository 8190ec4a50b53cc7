import { createHmac } from 'node:crypto';
/** Whom a user delegation key is for, when, and for which service: the fields of its signatures. */
export type KeyFields = Readonly<
  Partial<Record<'skoid' | 'sktid' | 'skt' | 'ske' | 'sks' | 'skv', string | undefined>>
>;

/**
 * The key that a user signs with in the account's stead. It is not stored: it follows from what it is for and from a
 * secret of the account, so that all keys end when the secret changes.
 */
export function delegationKey(secret: string, { skoid, sktid, skt, ske, sks, skv }: KeyFields): Buffer {
  const text = [skoid, sktid, skt, ske, sks, skv].join('\n');
  return createHmac('sha256', `user delegation ${secret}`).update(text).digest();
}

/** A time as signatures write it: to the second. */
export function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
