import { EngineError } from '../errors.ts';
import type { DescribedIssue } from '../pipeline/issues.ts';

/** A setting of an experiment is not what it takes. */
export function experimentSettingNotValid(experiment: string, issue: DescribedIssue): EngineError {
  const where = issue.path === '' ? 'The settings' : `The setting "${issue.path}"`;
  return new EngineError(
    'experiment-setting-not-valid',
    `${where} of the experiment "${experiment}" ${issue.predicate}.`,
    issue.hint,
    { experiment, setting: issue.path },
  );
}

/** A column is of numbers where texts are needed, or the other way round. */
export function columnOfOtherKind(name: string, wanted: 'numbers' | 'texts'): EngineError {
  return new EngineError(
    'column-of-other-kind',
    `The experiment needs a column of ${wanted}, and "${name}" is none.`,
    `Choose another column, or a table in which "${name}" holds ${wanted}.`,
    { column: name },
  );
}
