import { packNewer, packNotValid, type PackProblem } from './errors.ts';
import { lessonSchema, translationSchema, type Lesson, type LessonFile, type StepText } from './lesson.ts';
import { packSchema, type Pack } from './pack.ts';
import { checkFiles, isPartOfPack } from './pack-files.ts';
import { checkValue, readYaml } from './read-yaml.ts';

export type { Pack } from './pack.ts';

/**
 * Reads a pack from the texts of its files, by path with / between the parts. Whether the lessons make sense is up
 * to `checkPack`. Errors: `pack-newer`, `pack-not-valid` with all problems in its details.
 */
export function loadPack(allFiles: ReadonlyMap<string, string>): Pack {
  const files = new Map([...allFiles].filter(([path]) => isPartOfPack(path)));
  const problems = checkFiles(files);
  if (problems.length > 0) throw packNotValid(problems);

  const header = readHeader(files, problems);
  const lessons = lessonFolders(files, problems).flatMap((folder) => {
    const lesson = readLesson(folder, files, problems);
    return lesson ? [lesson] : [];
  });
  if (!header || problems.length > 0) throw packNotValid(problems);
  return { ...header, lessons, files };
}

function readHeader(
  files: ReadonlyMap<string, string>,
  problems: PackProblem[],
): ReturnType<typeof packSchema.parse> | undefined {
  const text = files.get('pack.yaml');
  if (text === undefined) {
    problems.push(
      missing('pack.yaml', 'The pack has no pack.yaml.', 'Add it; it names the pack and its format.'),
    );
    return undefined;
  }
  const yaml = readYaml('pack.yaml', text, problems);
  if (!yaml) return undefined;
  const version = (yaml.value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > 1) throw packNewer(version);
  return checkValue('pack.yaml', yaml, packSchema, problems);
}

/** The folders of the lessons in their order. */
function lessonFolders(files: ReadonlyMap<string, string>, problems: PackProblem[]): string[] {
  const folders = [...new Set([...files.keys()].flatMap((path) => /^lessons\/[^/]+(?=\/)/.exec(path) ?? []))];
  for (const folder of folders) {
    if (!/^lessons\/\d{3}-[a-z0-9]+(-[a-z0-9]+)*$/.test(folder)) {
      problems.push(
        missing(
          folder,
          'The folder of a lesson has a name such as 010-loan-approval.',
          'Rename it: three digits, then a slug.',
        ),
      );
    }
  }
  if (folders.length === 0) {
    problems.push(missing('lessons', 'The pack has no lesson.', 'Add lessons/010-first/lesson.yaml.'));
  }
  return folders.sort();
}

function readLesson(
  folder: string,
  files: ReadonlyMap<string, string>,
  problems: PackProblem[],
): Lesson | undefined {
  const file = `${folder}/lesson.yaml`;
  const text = files.get(file);
  if (text === undefined) {
    problems.push(missing(file, 'The lesson has no lesson.yaml.', 'Add it; it lists the steps.'));
    return undefined;
  }
  const yaml = readYaml(file, text, problems);
  const lesson = yaml && checkValue(file, yaml, lessonSchema, problems);
  if (!lesson) return undefined;
  return {
    ...lesson,
    steps: lesson.steps.map(withExpectations),
    folder,
    texts: readTexts(folder, files, problems),
  };
}

/** `expect` beside the arguments is one of them. */
function withExpectations(step: LessonFile['steps'][number]): Lesson['steps'][number] {
  const checks = step.checks.map(({ expect, ...check }) =>
    expect === undefined ? check : { ...check, args: { ...check.args, expect } },
  );
  return { ...step, checks };
}

function readTexts(
  folder: string,
  files: ReadonlyMap<string, string>,
  problems: PackProblem[],
): Record<string, Record<string, StepText>> {
  const texts: Record<string, Record<string, StepText>> = {};
  for (const [path, text] of files) {
    const [, language, stem] =
      /^([a-z]{2,3}(?:-[A-Za-z]+)*)\/(\d{3}-[a-z0-9-]+)\.md$/.exec(path.slice(folder.length + 1)) ?? [];
    if (!path.startsWith(`${folder}/`) || stem === undefined) continue;
    texts[language] ??= {};
    texts[language][stem] = readText(path, text, problems);
  }
  return texts;
}

/** A text in Markdown; a translation begins with its front matter between two lines of ---. */
function readText(file: string, text: string, problems: PackProblem[]): StepText {
  const [whole, front] = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text.replace(/^\uFEFF/, '')) ?? [];
  if (whole === undefined) return { markdown: text };
  const yaml = readYaml(file, front, problems, 2);
  const translation = yaml && checkValue(file, yaml, translationSchema, problems);
  return { markdown: text.slice(whole.length).trimStart(), translation };
}

function missing(file: string, message: string, hint: string): PackProblem {
  return { file, message, hint, severity: 'error' };
}
