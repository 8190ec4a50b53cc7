import type { SessionOutput } from '../../contract/session.ts';
import type { Pack } from '../../../lessons/format/load-pack.ts';
import { minutesOf } from '../../../lessons/format/plan.ts';

/** A pack in the list of lessons; `done` of its steps are. */
export function lessonCard(
  pack: string,
  { title, titles, lessons }: Pack,
  language: string,
  done: number,
): SessionOutput<'session.read'>['lessons'][number] {
  return {
    pack,
    title: titles[language] ?? title,
    minutes: minutesOf(lessons.flatMap(({ steps }) => steps)),
    steps: lessons[0].steps.length,
    done,
    modes: lessons[0].modes,
  };
}
