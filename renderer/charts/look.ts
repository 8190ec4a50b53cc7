import { getLocale } from '../paraglide/runtime.js';

/** How many series a chart tells apart; the tokens have a colour for each. */
export const seriesCount = 4;

/** The colour of a series. */
export const colourOf = (index: number): string => `var(--plot-${(index % seriesCount) + 1})`;

/** The dash of a series: lines differ without colour too. */
export const dashOf = (index: number): string => ['none', '8 4', '2 4', '10 3 2 3'][index % seriesCount];

/** A number as an axis and a table write it. */
export function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 1e9 || (value !== 0 && Math.abs(value) < 1e-4);
  return new Intl.NumberFormat(getLocale(), {
    maximumSignificantDigits: 6,
    ...(digits && { notation: 'scientific' }),
  }).format(value);
}

/** A share with three digits, as scores are shown. */
export function formatScore(value: number | null): string {
  if (value === null) return '–';
  return new Intl.NumberFormat(getLocale(), { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(
    value,
  );
}

/** How far a figure may be off: one digit says it. */
export function formatLuck(value: number): string {
  return formatNumber(Number(value.toPrecision(1)));
}

/** A whole number with its separators. */
export function formatCount(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 0 }).format(value);
}

/** About how wide a text of 12 px is: Han characters are as wide as they are high. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 12.5 : 6.8;
  return width;
}

/** Least and greatest finite value of some lists, a little apart where they are one. */
export function extentOf(...lists: readonly ArrayLike<number>[]): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) continue;
      if (list[i] < least) least = list[i];
      if (list[i] > most) most = list[i];
    }
  }
  if (least > most) return [0, 1];
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}
