import { isObject } from '../envelope.ts';
import type { Properties } from '../resource-store.ts';
import { textOf } from '../text-of.ts';

const minute = 60_000;
const day = 1440 * minute;
const lengths: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day, week: 7 * day };
const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** A time that does not come within so many days never comes. */
const mostDays = 800;
/** No field that anybody means is longer: each minute of an hour once. */
const mostField = 200;

/** The days and times of a day at which a trigger starts something. */
interface Pattern {
  readonly fits: (date: Date) => boolean;
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
}

/**
 * The first time after another at which a trigger of a schedule starts its job, in milliseconds since 1970 in UTC;
 * `undefined` where it starts none any more. `begin` is when the schedule was made: it counts from there where it
 * names no start.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-schedule
 */
export function nextTime(trigger: Properties, begin: number, after: number): number | undefined {
  const start = timeOf(trigger.startTime) ?? begin;
  const end = timeOf(trigger.endTime) ?? Infinity;
  const least = Math.max(after, start - 1);
  const next =
    trigger.triggerType === 'Cron'
      ? nextInPattern(cronPattern(textOf(trigger.expression)), least)
      : isObject(trigger.schedule)
        ? nextInPattern(recurrencePattern(trigger, trigger.schedule, start), least)
        : nextInterval(trigger, start, least);
  return next !== undefined && next <= end ? next : undefined;
}

/** A field of a cron expression that cannot be read; `undefined` where there is none. */
export function faultOfCron(expression: string): string | undefined {
  const [minutes, hours, , , days] = expression.trim().split(/\s+/);
  const ranges: [string, number, number][] = [
    [minutes, 0, 59],
    [hours, 0, 23],
    [days, 0, 6],
  ];
  return ranges.find(([field, least, most]) => readField(field, least, most) === undefined)?.[0];
}

/** A part of a recurrence's schedule that is none; `undefined` where all of it can be read. */
export function faultOfSchedule({
  hours,
  minutes,
  monthDays,
  weekDays: days,
}: Properties): string | undefined {
  const isListOf = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
    value === undefined || value === null || (Array.isArray(value) && value.every(isOne));
  const isFrom = (least: number, most: number) => (one: unknown) =>
    Number.isInteger(one) && Number(one) >= least && Number(one) <= most;
  if (!isListOf(hours, isFrom(0, 23))) return "'hours' is a list of whole numbers from 0 to 23.";
  if (!isListOf(minutes, isFrom(0, 59))) return "'minutes' is a list of whole numbers from 0 to 59.";
  if (!isListOf(monthDays, isFrom(1, 31))) return "'monthDays' is a list of whole numbers from 1 to 31.";
  if (!isListOf(days, (name) => weekDays.includes(textOf(name).toLowerCase())))
    return `'weekDays' is a list of ${weekDays.join(', ')}.`;
  return undefined;
}

/** A time without an offset is in UTC; `undefined` for what is no time. */
export function timeOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function nextInterval({ frequency, interval }: Properties, start: number, after: number): number | undefined {
  const every = Math.max(1, Number(interval));
  const length = lengths[textOf(frequency).toLowerCase()];
  if (length !== undefined) {
    const count = Math.max(0, Math.floor((after - start) / (length * every)) + 1);
    return start + count * length * every;
  }
  // A month that has not the day of the start has none.
  const first = new Date(start);
  for (let count = 0; count < 12 * 400; count += every) {
    const month = new Date(start);
    month.setUTCMonth(first.getUTCMonth() + count);
    if (month.getUTCDate() === first.getUTCDate() && month.getTime() > after) return month.getTime();
  }
  return undefined;
}

function recurrencePattern(
  { frequency, interval }: Properties,
  schedule: Properties,
  start: number,
): Pattern {
  const every = Math.max(1, Number(interval));
  const first = new Date(start);
  const firstDay = Math.floor(start / day);
  const numbers = (value: unknown, other: number): number[] =>
    Array.isArray(value) && value.length > 0 ? [...new Set(value.map(Number))] : [other];
  const names = Array.isArray(schedule.weekDays)
    ? schedule.weekDays.map((name) => textOf(name).toLowerCase())
    : [];
  const monthDays = numbers(schedule.monthDays, first.getUTCDate());
  const kind = textOf(frequency).toLowerCase();
  return {
    hours: numbers(schedule.hours, first.getUTCHours()),
    minutes: numbers(schedule.minutes, first.getUTCMinutes()),
    fits(date) {
      const days = Math.floor(date.getTime() / day) - firstDay;
      if (kind === 'month') {
        const months =
          (date.getUTCFullYear() - first.getUTCFullYear()) * 12 + date.getUTCMonth() - first.getUTCMonth();
        return months % every === 0 && monthDays.includes(date.getUTCDate());
      }
      const isDay = names.length === 0 || names.includes(weekDays[date.getUTCDay()]);
      if (kind === 'week') {
        const weeks = Math.floor((days + first.getUTCDay()) / 7);
        return weeks % every === 0 && (names.length > 0 ? isDay : date.getUTCDay() === first.getUTCDay());
      }
      return isDay && (kind !== 'day' || days % every === 0);
    },
  };
}

/** Azure looks at the minute, the hour and the day of the week, and takes the other two fields for any. */
function cronPattern(expression: string): Pattern {
  const [minutes, hours, , , days] = expression.trim().split(/\s+/);
  const wanted = readField(days, 0, 6) ?? [];
  return {
    minutes: readField(minutes, 0, 59) ?? [],
    hours: readField(hours, 0, 23) ?? [],
    fits: (date) => wanted.includes(date.getUTCDay()),
  };
}

/** The numbers of a field such as 1-5, every second one of all, or a list; `undefined` where it cannot be read. */
function readField(field: string, least: number, most: number): number[] | undefined {
  if (field.length > mostField) return undefined;
  const numbers = new Set<number>();
  for (const part of field.toLowerCase().split(',')) {
    const [, range, step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined || Number(step) < 1) return undefined;
    const isOpen = range === '*';
    const [from, to = part.includes('/') && !isOpen ? String(most) : from] = isOpen
      ? [String(least), String(most)]
      : range.split('-').map(dayNumber);
    if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) return undefined;
    if (Number(from) < least || Number(to) > most || Number(from) > Number(to)) return undefined;
    for (let number = Number(from); number <= Number(to); number += Number(step)) numbers.add(number);
  }
  return [...numbers];
}

/** A day of the week by its name or the first three letters of it, as a number. */
function dayNumber(text: string): string {
  const index = weekDays.findIndex((name) => name === text || name.slice(0, 3) === text);
  return index < 0 ? text : String(index);
}

function nextInPattern({ fits, hours, minutes }: Pattern, after: number): number | undefined {
  const times = hours
    .flatMap((hour) => minutes.map((one) => (hour * 60 + one) * minute))
    .sort((a, b) => a - b);
  const first = Math.floor(after / day) * day;
  for (let count = 0; count < mostDays; count++) {
    const midnight = first + count * day;
    if (!fits(new Date(midnight))) continue;
    const time = times.find((one) => midnight + one > after);
    if (time !== undefined) return midnight + time;
  }
  return undefined;
}
