import * as m from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import { hostText } from '../../parts/host-text.ts';
import type { PortFacts } from '../../workers/engine/messages.ts';
import type { LogEntry } from './run-book.ts';
import { portTypeText } from './port-words.ts';

/** The log of a component, one line for each thing that happened, with the time of day. */
export function logText(entries: readonly LogEntry[]): string {
  const clock = new Intl.DateTimeFormat(getLocale(), { timeStyle: 'medium' });
  return entries.map((entry) => `${clock.format(entry.at)}  ${lineOf(entry)}`).join('\n');
}

function lineOf(entry: LogEntry): string {
  switch (entry.type) {
    case 'started':
      return m.designer_run_log_started();
    case 'reused':
      return m.designer_run_log_reused();
    case 'cancelled':
      return m.designer_run_log_cancelled();
    case 'in':
      return m.designer_run_log_in({ port: entry.facts.port, what: factsText(entry.facts) });
    case 'out':
      return m.designer_run_log_out({ port: entry.facts.port, what: factsText(entry.facts) });
    case 'completed':
      return m.designer_run_log_completed({ seconds: secondsText(entry.seconds) });
    case 'warned':
      return m.designer_run_log_warned({ warning: hostText(entry.warning.message) });
    case 'failed':
      return m.designer_run_log_failed({
        message: hostText(entry.error.message),
        hint: hostText(entry.error.hint),
      });
    case 'skipped':
      return m.designer_run_log_skipped({ node: entry.because });
  }
}

/** "614 rows × 13 columns", or what else it is. */
function factsText({ type, size }: PortFacts): string {
  const count = new Intl.NumberFormat(getLocale());
  if (!size) return portTypeText(type);
  const columns = count.format(size.columns);
  return size.rows === 1
    ? m.designer_run_size_one({ columns })
    : m.designer_run_size({ rows: count.format(size.rows), columns });
}

/** Seconds as one reads them. */
export function secondsText(seconds: number): string {
  return new Intl.NumberFormat(getLocale(), {
    maximumFractionDigits: seconds < 1 ? 3 : seconds < 10 ? 2 : 1,
  }).format(seconds);
}
