import { EngineError, listNames, nearestNames } from '../errors.ts';

/** A learner was named that the playground does not have. */
export function learnerNotKnown(component: string, known: readonly string[]): EngineError {
  const near = nearestNames(component, known);
  return new EngineError(
    'learner-not-known',
    `The playground has no learner "${component}".`,
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : `Its learners are ${listNames(known)}.`,
    { component, known },
  );
}

/** The label is a text of more values than there can be classes. */
export function tooManyClasses(column: string, found: number, most: number): EngineError {
  return new EngineError(
    'too-many-classes',
    `"${column}" holds ${found} different texts, and the playground tells at most ${most} classes apart.`,
    'Choose a column with fewer values as the label.',
    { column, found, most },
  );
}

/** A part of the rows is empty after the split. */
export function partEmpty(part: 'training' | 'test', rows: number): EngineError {
  return new EngineError(
    'part-empty',
    `The ${part} part has no row: ${rows === 1 ? 'one row is' : `${rows} rows are`} left to be divided.`,
    'Move the split, fill gaps instead of leaving rows out, or choose a larger table.',
    { part, rows },
  );
}

/** The file of a playground is no JSON. */
export function stateNotJson(file: string): EngineError {
  return new EngineError(
    'state-not-json',
    `${file} is not a file of the playground: it is not JSON.`,
    'Choose a file that was saved with "Save to a file" in the playground.',
    { file },
  );
}

/** The file is too large to be one of a playground. */
export function stateTooLarge(file: string, megabytes: number, most: number): EngineError {
  return new EngineError(
    'state-too-large',
    `${file} has ${megabytes} MB; a file of the playground has at most ${most} MB.`,
    'Save the playground again without the table, and bring the table as a CSV file.',
    { file, megabytes, most },
  );
}

/** The file was saved by a later version. */
export function stateNewer(file: string, formatVersion: number): EngineError {
  return new EngineError(
    'state-newer',
    `${file} was saved by a newer Guidepost (format ${formatVersion}; this one reads format 1).`,
    'Update Guidepost and open the file again.',
    { file, formatVersion },
  );
}

/** The file is JSON of another kind, or has been changed by hand. */
export function stateNotValid(file: string, problem: string, hint: string): EngineError {
  return new EngineError('state-not-valid', `${file} is not a file of the playground: ${problem}`, hint, {
    file,
    problem,
  });
}

/** The table that was brought is another one than the playground was saved with. */
export function wrongTable(found: string, expected: string): EngineError {
  return new EngineError(
    'wrong-table',
    `${found} is not the table that this playground was saved with: its content differs from ${expected}.`,
    'Choose the very file, unchanged, or open this table as a new one.',
    { found, expected },
  );
}

/** A built-in table was named that this Guidepost does not have. */
export function tableNotKnown(name: string, known: readonly string[]): EngineError {
  return new EngineError(
    'table-not-known',
    `This Guidepost has no built-in table "${name}".`,
    `Its tables are ${listNames(known)}. Update Guidepost, or choose another table.`,
    { name, known },
  );
}
