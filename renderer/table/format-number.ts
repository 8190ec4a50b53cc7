import { getLocale } from '../paraglide/runtime.js';

const whole = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 0 });
const broken = new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 7 });
const extreme = new Intl.NumberFormat(getLocale(), { notation: 'scientific', maximumSignificantDigits: 7 });

/** A number of a table as one reads it: whole ones to the last digit, others with seven digits. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return whole.format(value);
  return size !== Infinity && size !== 0 && (size >= 1e15 || size < 1e-4)
    ? extreme.format(value)
    : broken.format(value);
}
