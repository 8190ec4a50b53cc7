/**
 * A short name for the content of a file: 64 bits as hexadecimal digits, of two FNV-1a hashes (Fowler, Noll and Vo).
 * It tells files apart; it does not protect against somebody who wants two files to look alike.
 */
export function fingerprint(bytes: Uint8Array): string {
  let first = 0x811c9dc5;
  let second = 0x01000193 ^ bytes.length;
  for (let i = 0; i < bytes.length; i++) {
    first = Math.imul(first ^ bytes[i], 0x01000193);
    second = Math.imul(second ^ bytes[i], 0x85ebca6b) ^ (second >>> 15);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
