import { EngineError, listNames } from '../errors.ts';

/** A label column does not hold two classes; `labels` are those that it holds, at most 1,001 of them. */
export function labelNotBinary(
  column: string,
  labels: readonly string[],
  rows: 'all rows' | 'training rows' = 'all rows',
): EngineError {
  const details = { column, labels: labels.slice(0, 100) };
  if (labels.length === 0) {
    return new EngineError(
      'label-not-binary',
      `Every cell of the label column "${column}" is missing.`,
      'Choose a column that holds the two classes.',
      details,
    );
  }
  if (labels.length === 1 && rows === 'training rows') {
    return new EngineError(
      'label-not-binary',
      `Among the rows that train the model "${column}" is always "${labels[0]}".`,
      'Train on more rows (a higher --split), keep rows that were left out for their gaps, or bring more rows of the other class.',
      details,
    );
  }
  if (labels.length === 1) {
    return new EngineError(
      'label-not-binary',
      `The label column "${column}" holds one class only: "${labels[0]}".`,
      'A model that tells two classes apart needs rows of both. Add rows of the other class or choose another label. A text such as None or NA counts as missing unless you say --keep-default-missing no.',
      details,
    );
  }
  const found = labels.length > 1000 ? 'more than 1,000' : String(labels.length);
  return new EngineError(
    'label-not-binary',
    `The label column "${column}" holds ${found} different values (${listNames(labels, 5)}), and a two-class model needs exactly two.`,
    'Choose a column with two classes, or another learner: a multiclass one such as Multiclass Logistic Regression for several classes, Linear Regression for numbers.',
    details,
  );
}

/** A label column does not hold classes that a multiclass model could tell apart. */
export function labelNotClasses(
  column: string,
  labels: readonly string[],
  where: {
    readonly kind: 'number' | 'category';
    readonly rows: 'all rows' | 'training rows';
    readonly most: number;
  },
): EngineError {
  const details = { column, labels: labels.slice(0, 100) };
  if (labels.length === 0) {
    return new EngineError(
      'label-not-classes',
      `Every cell of the label column "${column}" is missing.`,
      'Choose a column that holds the classes.',
      details,
    );
  }
  if (labels.length === 1) {
    const among = where.rows === 'training rows' ? 'Among the rows that train the model' : 'In all rows';
    return new EngineError(
      'label-not-classes',
      `${among} "${column}" is always "${labels[0]}".`,
      'A model that tells classes apart needs rows of two at least. Add rows of other classes or choose another label.',
      details,
    );
  }
  const found = labels.length > 1000 ? 'more than 1,000' : String(labels.length);
  return new EngineError(
    'label-not-classes',
    `The label column "${column}" holds ${found} different values (${listNames(labels, 5)}), and a multiclass model tells at most ${where.most} apart.`,
    where.kind === 'number'
      ? 'Predict the number itself with a regression learner such as Linear Regression, or choose another label.'
      : 'Choose a column with fewer classes, or merge the rare ones in the file.',
    details,
  );
}

/** A label column holds texts (the first of them are `labels`), or nothing at all, and numbers are to be predicted. */
export function labelNotNumeric(column: string, labels: readonly string[]): EngineError {
  const details = { column, labels: labels.slice(0, 100) };
  if (labels.length === 0) {
    return new EngineError(
      'label-not-numeric',
      `Every cell of the label column "${column}" is missing.`,
      'Choose a column that holds the numbers to predict.',
      details,
    );
  }
  return new EngineError(
    'label-not-numeric',
    `The label column "${column}" holds texts (${listNames(labels, 5)}), and a regression predicts numbers.`,
    labels.length === 2
      ? 'Choose a column of numbers, or a two-class learner such as Two-Class Logistic Regression.'
      : 'Choose a column of numbers, or a multiclass learner such as Multiclass Logistic Regression.',
    details,
  );
}

/** A label column of numbers holds an infinite one. */
export function labelNotFinite(column: string): EngineError {
  return new EngineError(
    'label-not-finite',
    `The label column "${column}" holds an infinite number, and a regression predicts finite ones.`,
    'Remove such rows from the file, or give them a number.',
    { column },
  );
}

/** The class that was named positive is none of the label's. */
export function positiveNotFound(column: string, positive: string, labels: readonly string[]): EngineError {
  return new EngineError(
    'positive-not-found',
    `The positive class "${positive}" does not occur in the label column "${column}".`,
    `Its classes are ${listNames(labels.map((label) => `"${label}"`))}.`,
    { column, positive, labels },
  );
}

/** A column has another type than the one that something was fitted to. */
export function columnTypeChanged(
  column: string,
  expected: 'numbers' | 'text',
  fitted = 'the model was trained on',
): EngineError {
  const found = expected === 'numbers' ? 'text' : 'numbers';
  return new EngineError(
    'column-type-changed',
    `The column "${column}" holds ${found}, and ${fitted} ${expected} there.`,
    'Give it the same kind of values as in the training data, or train again on this data.',
    { column, expected, found },
  );
}

/** The optimum was not reached. */
export function trainingNotConverged(label: string): EngineError {
  return new EngineError(
    'training-not-converged',
    `Training on "${label}" did not reach the optimum: the L2 weight is too small for columns that nearly repeat one another or tell the classes apart without error.`,
    'Raise the L2 weight, or leave out columns that repeat one another.',
    { label },
  );
}

/** A network would have too many inputs; `widest` is the column with the most texts. */
export function networkTooWide(width: number, most: number, widest: string): EngineError {
  return new EngineError(
    'network-too-wide',
    `The columns make ${width.toLocaleString('en-US')} inputs, one for each text, and a neural network takes at most ${most.toLocaleString('en-US')}.`,
    `Leave out columns that name rows, such as "${widest}", or choose a boosted decision tree or a logistic regression.`,
    { width, most, column: widest },
  );
}

/** TensorFlow.js could not load its WebAssembly files. */
export function tensorflowNotStarted(wasmPaths: string): EngineError {
  return new EngineError(
    'tensorflow-not-started',
    `TensorFlow.js did not start: its WebAssembly files could not be loaded from ${wasmPaths}.`,
    'Run `npm ci` again; it brings them as part of @tensorflow/tfjs-backend-wasm.',
    { wasmPaths },
  );
}
