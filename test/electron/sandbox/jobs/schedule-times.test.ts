import { expect, it } from 'vitest';
import { faultOfCron, faultOfSchedule, nextTime } from '../../../../electron/sandbox/jobs/schedule-times.ts';
import type { Properties } from '../../../../electron/sandbox/resource-store.ts';

/** The next times of a trigger after a moment, as texts to the minute. */
function times(trigger: Properties, after: string, count = 3, begin = '2026-03-02T08:30:00Z'): string[] {
  const found: string[] = [];
  let last = Date.parse(after);
  for (let index = 0; index < count; index++) {
    const next = nextTime(trigger, Date.parse(begin), last);
    if (next === undefined) return [...found, 'never'];
    found.push(new Date(next).toISOString().slice(0, 16));
    last = next;
  }
  return found;
}

const recurrence = (frequency: string, interval: number, more: Properties = {}): Properties => ({
  triggerType: 'Recurrence',
  frequency,
  interval,
  ...more,
});
const cron = (expression: string, more: Properties = {}): Properties => ({
  triggerType: 'Cron',
  expression,
  ...more,
});

it('an interval counts from the start', () => {
  const start = { startTime: '2026-03-02T08:30:00' };
  expect(times(recurrence('minute', 15, start), '2026-03-02T08:50:00Z')).toEqual([
    '2026-03-02T09:00',
    '2026-03-02T09:15',
    '2026-03-02T09:30',
  ]);
  expect(times(recurrence('Hour', 6, start), '2026-03-02T08:30:00Z', 1)).toEqual(['2026-03-02T14:30']);
  expect(times(recurrence('day', 2, start), '2026-03-01T00:00:00Z', 2)).toEqual([
    '2026-03-02T08:30',
    '2026-03-04T08:30',
  ]);
  // A month without the day is left out.
  const last = { startTime: '2026-01-31T12:00:00Z' };
  expect(times(recurrence('month', 1, last), '2026-01-31T12:00:00Z', 2)).toEqual([
    '2026-03-31T12:00',
    '2026-05-31T12:00',
  ]);
  // Without a start it counts from when the schedule was made.
  expect(times(recurrence('hour', 1), '2026-03-02T08:45:00Z', 1)).toEqual(['2026-03-02T09:30']);
});

it('a pattern names days and times of a day', () => {
  const schedule = { hours: [9, 17], minutes: [0, 30] };
  // 2 March 2026 is a Monday.
  expect(times(recurrence('day', 1, { schedule }), '2026-03-02T16:59:00Z')).toEqual([
    '2026-03-02T17:00',
    '2026-03-02T17:30',
    '2026-03-03T09:00',
  ]);
  const weekly = { schedule: { hours: [10], minutes: [0], weekDays: ['Monday', 'Friday'] } };
  expect(times(recurrence('week', 2, weekly), '2026-03-02T11:00:00Z')).toEqual([
    '2026-03-06T10:00',
    '2026-03-16T10:00',
    '2026-03-20T10:00',
  ]);
  const monthly = { schedule: { hours: [1], minutes: [5], monthDays: [1, 31] } };
  expect(times(recurrence('month', 1, monthly), '2026-03-02T00:00:00Z', 4)).toEqual([
    '2026-03-31T01:05',
    '2026-04-01T01:05',
    '2026-05-01T01:05',
    '2026-05-31T01:05',
  ]);
});

it('a cron expression names minutes, hours and days of the week; the others count as any', () => {
  expect(times(cron('*/20 6-7 1 1 *'), '2026-03-02T07:35:00Z', 3, '2026-03-01T00:00:00Z')).toEqual([
    '2026-03-02T07:40',
    '2026-03-03T06:00',
    '2026-03-03T06:20',
  ]);
  expect(times(cron('0 9 * * mon,3'), '2026-03-02T09:00:00Z', 2)).toEqual([
    '2026-03-04T09:00',
    '2026-03-09T09:00',
  ]);
  expect(times(cron('0 0 * * *', { endTime: '2026-03-04T00:00:00' }), '2026-03-02T09:00:00Z')).toEqual([
    '2026-03-03T00:00',
    '2026-03-04T00:00',
    'never',
  ]);
  expect(faultOfCron('0 9 * * 1-5')).toBeUndefined();
  for (const bad of ['60 * * * *', '* 24 * * *', '* * * * 8', '*/0 * * * *', '5-1 * * * *', 'x * * * *']) {
    expect(faultOfCron(bad), bad).toBeDefined();
  }
});

it('a field that goes on and on is refused at once', () => {
  expect(faultOfCron(`${'0-59,'.repeat(100_000)}0 * * * *`)).toBeDefined();
  const minutes = Array.from({ length: 60 }, (_, index) => index);
  expect(faultOfCron(`${minutes.join(',')} * * * *`)).toBeUndefined();
});

it('the schedule of a recurrence has hours, minutes, days of the month and of the week', () => {
  expect(
    faultOfSchedule({ hours: [0, 23], minutes: [0, 59], monthDays: [1, 31], weekDays: ['Monday'] }),
  ).toBeUndefined();
  expect(faultOfSchedule({ hours: null })).toBeUndefined();
  for (const bad of [
    { hours: [24] },
    { hours: 5 },
    { minutes: ['x'] },
    { minutes: [-1] },
    { monthDays: [0] },
    { weekDays: 'Monday' },
    { weekDays: [null] },
    { weekDays: ['__proto__'] },
  ]) {
    expect(faultOfSchedule(bad), JSON.stringify(bad)).toMatch(/is a list of/);
  }
});

it('hours and minutes that are named again and again count once', () => {
  const schedule = { hours: Array<number>(20_000).fill(6), minutes: Array<number>(20_000).fill(30) };
  expect(times(recurrence('day', 1, { schedule }), '2026-03-02T07:00:00Z', 1)).toEqual(['2026-03-03T06:30']);
});
