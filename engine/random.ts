/** A stream of random numbers that depends on its seed alone. */
export interface Random {
  /** A number in [0, 1) with 53 random bits. */
  next(): number;
  /** A whole number in [0, bound). */
  integer(bound: number): number;
  /** A standard normal deviate (Box and Muller, 1958). */
  normal(): number;
  /** Puts the elements of an array in random order, in place (Fisher and Yates). */
  shuffle(array: Uint32Array): void;
}

/**
 * The generator xoshiro128** (Blackman and Vigna, 2018), its state filled from `seed` by splitmix32.
 * The same seed gives the same stream on every machine.
 */
export function createRandom(seed: number): Random {
  let mixer = seed >>> 0;
  // Seeds above 32 bits differ in their high word too.
  const high = Math.floor(Math.abs(seed) / 2 ** 32) >>> 0;
  const split = (): number => {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    let z = mixer ^ high;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let d = split() | 1;

  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };

  const next = (): number => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
  const integer = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle(array) {
      for (let i = array.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = array[i];
        array[i] = array[j];
        array[j] = kept;
      }
    },
  };
}
