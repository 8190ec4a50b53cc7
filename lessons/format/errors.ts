import { EngineError, listNames, nearestNames } from '../../engine/errors.ts';

/** Something that is wrong with a pack. */
export interface PackProblem {
  /** The file in the pack. */
  readonly file: string;
  /** The line in it, from 1, where it is known. */
  readonly line?: number | undefined;
  /** The place in its values, such as `steps[2].checks[0].that`. */
  readonly path?: string | undefined;
  readonly message: string;
  readonly hint: string;
  /** A warning does not keep a pack from being played. */
  readonly severity: 'error' | 'warning';
}

/** A problem in one line: its file, line and message. */
export function describeProblem({ file, line, message }: PackProblem): string {
  return `${file}${line === undefined ? '' : `, line ${line}`}: ${message}`;
}

/** A pack cannot be played; all problems are in the details. */
export function packNotValid(problems: readonly PackProblem[]): EngineError {
  const [first] = problems;
  const others = problems.length - 1;
  const more =
    others > 0 ? ` There ${others === 1 ? 'is 1 more problem' : `are ${others} more problems`}.` : '';
  return new EngineError('pack-not-valid', describeProblem(first) + more, first.hint, { problems });
}

/** A pack was made for a later version of the format. */
export function packNewer(version: number): EngineError {
  return new EngineError(
    'pack-newer',
    `The pack has the format ${version}, and this Guidepost reads format 1.`,
    'Update Guidepost, or take an older version of the pack.',
    { version },
  );
}

/** A pack asks for a newer Guidepost than this. */
export function appTooOld(wanted: string, present: string): EngineError {
  return new EngineError(
    'app-too-old',
    `The pack needs Guidepost ${wanted}, and this is ${present}.`,
    'Update Guidepost, or take an older version of the pack.',
    { wanted, present },
  );
}

/** A `$name` that the lesson does not define. */
export function nameNotDefined(name: string, names: readonly string[]): EngineError {
  return new EngineError(
    'name-not-defined',
    `"$${name}" stands for a name that the lesson does not define.`,
    didYouMean(name, names, 'Names'),
    { name, names },
  );
}

/** The nearest of the known names, or all of them. */
export function didYouMean(wanted: string, known: readonly string[], what: string): string {
  const near = nearestNames(wanted, known);
  if (near.length > 0) return `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  return known.length > 0 ? `${what} here: ${listNames(known)}.` : `There are no ${what.toLowerCase()} here.`;
}

/** What `lesson check` prints: one line per problem, and its hint below. */
export function formatProblems(problems: readonly PackProblem[]): string {
  return problems
    .map((problem) => `${problem.severity}: ${describeProblem(problem)}\n  ${problem.hint}\n`)
    .join('');
}
