/**
 * Natural logarithms that are the same to the last bit wherever the engine runs: `Math.log` differs in its last digit
 * between the JavaScript of Node and that of a browser, and with it would every trained model.
 */

const view = new DataView(new ArrayBuffer(8));
/** ln 2 in two parts; the first has so many trailing zero bits that its multiples are exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const smallestNormal = 2.2250738585072014e-308;
const liftBits = 54;
const lift = 18014398509481984;

/**
 * log(x) to within about one unit in the last place; NaN below 0. x = 2^k · (1 + f) with 1 + f between √½ and √2, and
 * log(1 + f) = 2 atanh(s), s = f / (2 + f), by its series, in which 2s is written as f - s·f, which loses no digits.
 */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  let normal = x;
  if (x < smallestNormal) {
    normal = x * lift;
    k = -liftBits;
  }
  view.setFloat64(0, normal);
  const high = view.getUint32(0);
  k += (high >>> 20) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  let series = 2 / 23;
  for (let n = 21; n >= 3; n -= 2) series = 2 / n + z * series;
  return k * ln2High - (s * (f - z * series) - k * ln2Low - f);
}

/** log(1 + x), exact also where x is tiny; NaN below -1. */
export function logarithm1p(x: number): number {
  const sum = 1 + x;
  if (sum === 1 || sum === Infinity) return x;
  // What rounding took away from the sum.
  const rest = sum === 0 ? 0 : (x - (sum - 1)) / sum;
  return logarithm(sum) + rest;
}
