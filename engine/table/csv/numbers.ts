/** 10⁰ … 10²², which float64 holds exactly. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const zero = 48;
const nine = 57;

/** The byte of a decimal mark. */
export const decimalBytes = { '.': 46, ',': 44 } as const;

/**
 * The number that the cell `buffer[start … end)` writes, correctly rounded, or NaN where it writes none.
 * A number is: a sign, digits, a decimal mark, digits, an exponent. Codes that only look like numbers are none:
 * leading zeros ("00501") and whole numbers of more than 15 digits, which a float64 could not tell apart.
 * May be infinite ("1e999").
 */
export function parseNumber(buffer: Uint8Array, start: number, end: number, decimal: number): number {
  let position = start;
  let byte = buffer[position];
  const negative = byte === 45;
  if (negative || byte === 43) byte = buffer[++position];

  let mantissa = 0;
  const first = position;
  while (position < end && byte >= zero && byte <= nine) {
    mantissa = mantissa * 10 + (byte - zero);
    byte = buffer[++position];
  }
  let digits = position - first;
  if (digits > 1 && buffer[first] === zero) return NaN;
  if (position === end) {
    if (digits === 0 || digits > 15) return NaN;
    return negative ? -mantissa : mantissa;
  }

  let exponent = 0;
  if (byte === decimal) {
    byte = buffer[++position];
    const mark = position;
    while (position < end && byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      byte = buffer[++position];
    }
    exponent = mark - position;
    digits += position - mark;
  }
  if (digits === 0) return NaN;
  if (position < end) {
    if (byte !== 101 && byte !== 69) return NaN;
    byte = buffer[++position];
    const negativeExponent = byte === 45;
    if (negativeExponent || byte === 43) byte = buffer[++position];
    const mark = position;
    let written = 0;
    while (position < end && byte >= zero && byte <= nine) {
      written = Math.min(written * 10 + (byte - zero), 100_000);
      byte = buffer[++position];
    }
    if (position === mark || position < end) return NaN;
    exponent += negativeExponent ? -written : written;
  }

  // Clinger's fast path (1990): both factors are exact, so that one operation rounds correctly.
  if (digits <= 15 && exponent >= -22 && exponent <= 22) {
    const value = exponent < 0 ? mantissa / powersOfTen[-exponent] : mantissa * powersOfTen[exponent];
    return negative ? -value : value;
  }
  return parseSlowly(buffer, start, end, decimal);
}

function parseSlowly(buffer: Uint8Array, start: number, end: number, decimal: number): number {
  let text = '';
  for (let i = start; i < end; i++) text += buffer[i] === decimal ? '.' : String.fromCharCode(buffer[i]);
  return Number(text);
}

/** Whether a cell writes infinity in words. */
export function isInfinityWord(text: string): boolean {
  return /^[+-]?inf(inity)?$/i.test(text);
}
