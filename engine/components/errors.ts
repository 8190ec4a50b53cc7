import { columnNotFound, EngineError, listNames } from '../errors.ts';

/** A setting names a column that the incoming table does not have. */
export function settingNamesNoColumn(
  name: string,
  available: readonly string[],
  setting: string,
): EngineError {
  const { code, message, hint, details } = columnNotFound(name, available, 'the table that comes in');
  return new EngineError(code, `Setting "${setting}": ${message}`, hint, { ...details, setting });
}

/** The table lacks a column that a fitted transformation works on. */
export function transformationLacksColumn(name: string, available: readonly string[]): EngineError {
  const { code, hint, details } = columnNotFound(name, available);
  return new EngineError(
    code,
    `The table has no column "${name}", which the transformation was fitted on.`,
    hint,
    details,
  );
}

/** The table lacks columns that the model was trained on. */
export function modelLacksColumns(names: readonly string[], available: readonly string[]): EngineError {
  const { code, hint, details } = columnNotFound(names[0], available);
  const [columns, them] = names.length === 1 ? ['column', 'it'] : ['columns', 'them'];
  return new EngineError(
    code,
    `The table has no ${columns} ${listNames(names.map((name) => `"${name}"`))}; the model was trained with ${them}.`,
    hint,
    { ...details, columns: names },
  );
}

/** A Dataset component names a table that nobody gave. */
export function datasetNotFound(name: string, available: readonly string[]): EngineError {
  return new EngineError(
    'dataset-not-found',
    `There is no dataset "${name}".`,
    available.length > 0 ? `The datasets are ${listNames(available)}.` : 'Bring in a file first.',
    { dataset: name, available },
  );
}

/** A pipeline with a Web Service Input was run without a request. */
export function noWebServiceInput(): EngineError {
  return new EngineError(
    'no-web-service-input',
    'The pipeline answers requests, and there is none.',
    'Send it rows, or run the training pipeline instead.',
  );
}

/** Mean or median of texts. */
export function cleaningNeedsNumbers(column: string, mode: string): EngineError {
  return new EngineError(
    'cleaning-needs-numbers',
    `The column "${column}" holds text, and text has no ${mode}.`,
    'Choose the mode (the most frequent value) for it, or choose columns by type: numbers here, texts in a second Clean Missing Data.',
    { column, mode },
  );
}

/** A custom replacement that is no number, for a column of numbers. */
export function replacementNotNumber(column: string, value: string): EngineError {
  return new EngineError(
    'replacement-not-number',
    `The column "${column}" holds numbers, and the replacement value "${value}" is none.`,
    'Write a number, with a point before its decimals, or leave the column out.',
    { column, value },
  );
}

/** The mean or median of a column is not a finite number. */
export function replacementNotFinite(column: string, mode: string): EngineError {
  return new EngineError(
    'replacement-not-finite',
    `The ${mode} of the column "${column}" is not a finite number, because the column holds infinite values.`,
    'Remove the infinite values from the file, or choose another cleaning mode.',
    { column, mode },
  );
}

/** A column has another type than the one that a transformation was fitted on. */
export function transformationTypeChanged(column: string, expected: string, found: string): EngineError {
  return new EngineError(
    'column-type-changed',
    `The column "${column}" holds ${found}, and the transformation was fitted on ${expected} there.`,
    'Give it the same kind of values as in the training data, or fit the transformation again.',
    { column, expected, found },
  );
}

/** A table without rows came to Train Model. */
export function noRowsToTrain(): EngineError {
  return new EngineError(
    'no-rows-to-train',
    'There are no rows to learn from.',
    'Look at the components before: Clean Missing Data may have removed every row, or Split Data may have left none.',
  );
}

/** A stratification column with too many different values. */
export function tooManyStrata(column: string, most: number): EngineError {
  return new EngineError(
    'too-many-strata',
    `The stratification column "${column}" has more than ${most.toLocaleString('en-US')} different values.`,
    'Stratify on a column with few values, such as the label, or switch the stratified split off.',
    { column, most },
  );
}

/** A table without any row that could be evaluated. */
export function noRowsToEvaluate(rows: number, label: string): EngineError {
  return new EngineError(
    'no-rows-to-evaluate',
    rows === 0
      ? 'The scored table has no rows.'
      : `None of the ${rows.toLocaleString('en-US')} scored rows has a value of the label "${label}" that the model knows.`,
    rows === 0
      ? 'Leave some rows to the second output of Split Data: choose a fraction below 1.'
      : 'Score rows whose label is known.',
    { rows, label },
  );
}

/** The scored table lacks the column with the true labels. */
export function noLabelToEvaluate(label: string, available: readonly string[]): EngineError {
  const { code, hint, details } = columnNotFound(label, available);
  return new EngineError(
    code,
    `The scored table has no label column "${label}" to compare the predictions with.`,
    hint,
    details,
  );
}

/** A table that calls itself scored without numbers in "Scored Probabilities" or a column of its kind. */
export function notScored(column: string): EngineError {
  return new EngineError(
    'not-scored',
    `The column "${column}" holds text.`,
    'Score the rows with Score Model first.',
    { column },
  );
}
