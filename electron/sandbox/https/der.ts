// The few of ASN.1's distinguished encoding rules that a certificate takes (X.690).

function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(0x30, ...parts);
export const setOf = (...parts: readonly Uint8Array[]): Buffer => encode(0x31, ...parts);
export const octets = (content: Uint8Array): Buffer => encode(0x04, content);
export const utf8 = (text: string): Buffer => encode(0x0c, Buffer.from(text, 'utf8'));
export const isTrue = encode(0x01, Buffer.from([0xff]));

/** A whole number that is not negative, from its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const needsZero = bytes.length === 0 || bytes[0] >= 0x80;
  return encode(0x02, needsZero ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Bits, of which the last byte leaves some unused. */
export function bits(content: Uint8Array, unused = 0): Buffer {
  return encode(0x03, Buffer.from([unused]), content);
}

/** An object identifier such as 2.5.29.19. */
export function identifier(dotted: string): Buffer {
  const [first, second, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of others) {
    const digits = [part & 0x7f];
    for (let rest = part >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return encode(0x06, Buffer.from(bytes));
}

/** A moment to the second, from the year 1950 to 2049 in two digits as certificates ask for. */
export function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/\D/g, '').slice(0, 14);
  const isNear = moment.getUTCFullYear() < 2050;
  return encode(isNear ? 0x17 : 0x18, Buffer.from(`${isNear ? digits.slice(2) : digits}Z`));
}

/** A value under a number of the structure around it, with its own tag inside. */
export const explicit = (number: number, content: Uint8Array): Buffer => encode(0xa0 | number, content);
/** A value under a number of the structure around it, in place of its own tag. */
export const implicit = (number: number, content: Uint8Array): Buffer => encode(0x80 | number, content);
export const implicitSequence = (number: number, ...parts: readonly Uint8Array[]): Buffer =>
  encode(0xa0 | number, ...parts);
