import type { PackProblem } from './errors.ts';
import type { Pack } from './pack.ts';
import { readYaml } from './read-yaml.ts';

/** The way to a part of a YAML file. */
export type Path = readonly (string | number)[];

/** Notes what is wrong with a YAML file of a pack, each with its line. */
export interface Reporter {
  error(path: Path, message: string, hint: string): void;
  warn(path: Path, message: string, hint: string): void;
}

/** A reporter that adds to `problems`. */
export function createReporter({ files }: Pack, file: string, problems: PackProblem[]): Reporter {
  const yaml = readYaml(file, files.get(file) ?? '', []);
  const add = (severity: PackProblem['severity'], path: Path, message: string, hint: string): void => {
    problems.push({ file, line: yaml?.lineOf(path), path: formatPath(path), message, hint, severity });
  };
  return {
    error: (path, message, hint) => add('error', path, message, hint),
    warn: (path, message, hint) => add('warning', path, message, hint),
  };
}

function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
