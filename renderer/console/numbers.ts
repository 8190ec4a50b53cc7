import * as m from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { formatNumber } from '../charts/look.ts';
import type { Cell } from './types.ts';

const time = new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat(getLocale(), { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(getLocale(), {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const size = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 });

/** A response time. */
export function inMilliseconds(milliseconds: number | null): string {
  return milliseconds === null ? '–' : m.milliseconds({ milliseconds: time.format(milliseconds) });
}

/** A time of today by the clock, an older one with its day. */
export function atClock(moment: string): string {
  const date = new Date(moment);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

/** A length of a body. */
export function inBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${size.format(bytes / 1024)} KB`;
}

/** A cell of an answer. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined || cell === null) return '–';
  return typeof cell === 'number' ? formatNumber(cell) : cell;
}
