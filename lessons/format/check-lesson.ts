import type { Condition } from './condition.ts';
import { didYouMean } from './errors.ts';
import type { Lesson, Step } from './lesson.ts';
import type { Pack } from './pack.ts';
import type { Reporter } from './reporter.ts';

const wordsPerMinute = 200;

/** Checks what the steps of a lesson are, to one another and to a learner. */
export function checkLesson(pack: Pack, lesson: Lesson, report: Reporter): void {
  if (lesson.modes.includes('azure') && !lesson.budget) {
    report.error(
      ['modes'],
      'The lesson can be played on Azure and has no budget.',
      'Say what it costs: estimate, cap and currency.',
    );
  }
  const start = `${lesson.folder}/start/`;
  if (lesson.start === './start' && ![...pack.files.keys()].some((path) => path.startsWith(start))) {
    report.error(
      ['start'],
      'The lesson begins with the files in start/, and there are none.',
      'Add them, or write inherit.',
    );
  }
  const ids = new Map<string, number>();
  const texts = new Map<string, string>();
  lesson.steps.forEach((step, index) => {
    const path = ['steps', index];
    const { id, text } = step;
    if (ids.has(id)) {
      report.error([...path, 'id'], `Two steps have the id "${id}".`, 'Give one of them another id.');
    }
    ids.set(id, index);
    const other = texts.get(text);
    if (other !== undefined) {
      report.error(
        [...path, 'text'],
        `The steps "${other}" and "${id}" have the same text, ${text}.`,
        'Write a text for each.',
      );
    }
    texts.set(text, id);
    checkStep(lesson, step, index, report);
  });
}

function checkStep({ modes, texts }: Lesson, step: Step, index: number, report: Reporter): void {
  const path = ['steps', index];
  const { id, when, checks, solve, setup, quiz, minutes, text } = step;
  if (when && !modes.some((mode) => outcomes(when, mode).includes(true))) {
    report.error(
      [...path, 'when'],
      `The step "${id}" is never reached.`,
      `The lesson is played in ${modes.join(' or ')}.`,
    );
  }
  if (checks.some(({ severity }) => severity === 'block') && solve.length + setup.length === 0) {
    report.error(
      [...path, 'checks'],
      `The step "${id}" has checks that block, and nothing does it.`,
      'Add what does it to solve.',
    );
  }
  if (checks.length === 0) {
    report.warn(
      [...path, 'id'],
      `The step "${id}" has no check.`,
      'Add one that reads the world, or a question.',
    );
  }
  if (quiz?.options) {
    const { options, answer } = quiz;
    if (typeof answer === 'string' && !options.includes(answer)) {
      const hint = didYouMean(answer, options, 'Options');
      report.error([...path, 'quiz', 'answer'], `The answer "${answer}" is none of the options.`, hint);
    }
    options.forEach((option, position) => {
      if (options.indexOf(option) === position) return;
      report.error(
        [...path, 'quiz', 'options', position],
        `The option "${option}" is there twice.`,
        'Remove one.',
      );
    });
  }
  const english = texts.en?.[text]?.markdown ?? '';
  const reading = english.split(/\s+/).length / wordsPerMinute;
  if (reading > minutes) {
    report.warn(
      [...path, 'minutes'],
      `Reading the text of "${id}" alone takes ${Math.ceil(reading)} minutes, more than ${minutes}.`,
      'Raise minutes, or shorten the text.',
    );
  }
}

/** What a condition can come to in a mode, whatever the other facts are. */
function outcomes({ all, any, not, fact, is, atLeast }: Condition, mode: string): boolean[] {
  if (not) return outcomes(not, mode).map((outcome) => !outcome);
  const parts = (all ?? any)?.map((part) => outcomes(part, mode));
  if (parts) {
    const decisive = any !== undefined;
    const found: boolean[] = [];
    if (parts.some((part) => part.includes(decisive))) found.push(decisive);
    if (parts.every((part) => part.includes(!decisive))) found.push(!decisive);
    return found;
  }
  return fact === 'mode' && atLeast === undefined ? [is === mode] : [true, false];
}
