import { checkActions } from './check-actions.ts';
import { checkLesson } from './check-lesson.ts';
import { checkTexts } from './check-texts.ts';
import type { PackProblem } from './errors.ts';
import type { Pack } from './pack.ts';
import { createReporter } from './reporter.ts';
import type { Vocabulary } from './vocabulary.ts';

export type { Vocabulary } from './vocabulary.ts';

/** Whatever is wrong with a pack that could be loaded, errors and warnings, by file and line. */
export async function checkPack(pack: Pack, vocabulary: Vocabulary): Promise<PackProblem[]> {
  const problems = [...checkLessons(pack)];
  for (const lesson of pack.lessons) {
    const report = createReporter(pack, `${lesson.folder}/lesson.yaml`, problems);
    checkLesson(pack, lesson, report);
    checkActions(pack, lesson, vocabulary, report);
  }
  problems.push(...(await checkTexts(pack)));
  return problems.sort(
    (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compare(a.message, b.message),
  );
}

/** What the lessons of a pack are to one another. */
function checkLessons(pack: Pack): PackProblem[] {
  const problems: PackProblem[] = [];
  const taught = new Set<string>();
  const seen = new Map<string, string>();
  for (const { folder, slug, uuid, prerequisites, teaches } of pack.lessons) {
    const report = createReporter(pack, `${folder}/lesson.yaml`, problems);
    for (const key of ['slug', 'uuid'] as const) {
      const value = key === 'slug' ? slug : uuid;
      const other = seen.get(value);
      if (other !== undefined) {
        report.error(
          [key],
          `"${value}" is the ${key} of ${other} too.`,
          `Give each lesson a ${key} of its own.`,
        );
      }
      seen.set(value, folder);
    }
    prerequisites.forEach((concept, index) => {
      if (taught.has(concept) || pack.requires.length > 0) return;
      report.error(
        ['prerequisites', index],
        `No lesson before this one teaches "${concept}".`,
        'Put a lesson that teaches it first, name a pack in requires, or remove it.',
      );
    });
    for (const concept of teaches) taught.add(concept);
  }
  return problems;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
