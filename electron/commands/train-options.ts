import type { CsvOptions } from '../../engine/table/csv/csv-options.ts';
import { listNames } from '../../engine/errors.ts';
import { learnersOf, learnerTasks, type Learner, type Task } from '../../engine/train/learner.ts';
import { defaultMissingValues } from '../../engine/table/csv/missing.ts';
import { listOption, numberOption, parseArguments, usage, wordOption } from './arguments.ts';

/** What `guidepost train` was asked to do. */
export interface TrainOptions {
  readonly file: string;
  readonly label: string | undefined;
  readonly positive: string | undefined;
  readonly drop: readonly string[];
  readonly missing: 'none' | 'drop-rows' | 'impute';
  readonly split: number;
  readonly seed: number;
  /** `undefined` where it is not said. */
  readonly l2Weight: number | undefined;
  /** `undefined` where the label decides. */
  readonly task: Task | undefined;
  readonly learner: Learner | undefined;
  readonly pipeline: string | undefined;
  readonly saveModel: string | undefined;
  readonly json: boolean;
  readonly csv: CsvOptions;
}

const delimiters: Record<string, string> = { tab: '\t', '\\t': '\t', space: ' ', comma: ',', semicolon: ';' };

/** The words that say how a file is read. */
export const readingWords = {
  delimiter: { type: 'string' },
  decimal: { type: 'string' },
  header: { type: 'string' },
  encoding: { type: 'string' },
  'missing-values': { type: 'string' },
  'keep-default-missing': { type: 'string' },
  'bad-rows': { type: 'string' },
} as const;

/** Reads the words behind `guidepost train`. Error: `usage`. */
export function parseTrainOptions(commandArguments: string[]): TrainOptions {
  const { values, words } = parseArguments(commandArguments, {
    label: { type: 'string' },
    positive: { type: 'string' },
    drop: { type: 'string' },
    missing: { type: 'string' },
    split: { type: 'string' },
    seed: { type: 'string' },
    'l2-weight': { type: 'string' },
    task: { type: 'string' },
    learner: { type: 'string' },
    pipeline: { type: 'string' },
    'save-model': { type: 'string' },
    json: { type: 'boolean' },
    ...readingWords,
  });
  if (words.length !== 1) {
    throw usage(
      words.length === 0
        ? 'train needs a CSV file.'
        : `train takes one CSV file, not ${words.length}: ${words.join(', ')}.`,
      'For example: guidepost train loans.csv --label Loan_Status',
    );
  }
  if (values.label === undefined && values.pipeline === undefined) {
    throw usage('train needs --label COLUMN: the column to predict.', 'For example: --label Loan_Status');
  }
  if (values.pipeline !== undefined) refuseBesidePipeline(values);
  const { task, learner } = taskOptions(values);
  return {
    file: words[0],
    label: values.label,
    positive: values.positive,
    drop: listOption(values.drop),
    missing: wordOption('missing', values.missing, ['drop-rows', 'impute', 'none']) ?? 'none',
    split: numberOption('split', values.split, 0.7, { above: 0, most: 1 }),
    seed: numberOption('seed', values.seed, 42, { least: 0, whole: true }),
    l2Weight:
      values['l2-weight'] === undefined
        ? undefined
        : numberOption('l2-weight', values['l2-weight'], 1, { above: 0 }),
    task,
    learner,
    pipeline: values.pipeline,
    saveModel: values['save-model'],
    json: values.json ?? false,
    csv: csvOptions(values),
  };
}

/** The task and the learner, which fit each other. A learner that is said says the task. */
function taskOptions(values: Readonly<Record<string, string | boolean | undefined>>): {
  task: Task | undefined;
  learner: Learner | undefined;
} {
  const [taskWord, learnerWord] = [values.task, values.learner] as (string | undefined)[];
  if (taskWord === 'clustering') {
    throw usage(
      '--task clustering cannot be trained: every learner here learns from rows whose answer is known.',
      'Choose binary, multiclass or regression.',
    );
  }
  const said = wordOption('task', taskWord, ['binary', 'multiclass', 'regression']);
  const learner = wordOption('learner', learnerWord, learnersOf(said));
  const task = learner === undefined ? said : learnerTasks[learner];
  if (values.positive !== undefined && task !== undefined && task !== 'binary') {
    throw usage(`--positive names one of two classes, and has no effect on a ${task} task.`, 'Leave it out.');
  }
  return { task, learner };
}

/** The drawing says these things itself. */
function refuseBesidePipeline(values: Readonly<Record<string, string | boolean | undefined>>): void {
  const said = [
    'label',
    'positive',
    'drop',
    'missing',
    'split',
    'seed',
    'l2-weight',
    'task',
    'learner',
  ].filter((name) => values[name] !== undefined);
  if (said.length === 0) return;
  throw usage(
    `With --pipeline the drawing decides, and ${listNames(said.map((name) => `--${name}`))} would have no effect.`,
    `Leave ${said.length === 1 ? 'it' : 'them'} out, or change the drawing.`,
  );
}

/** How a file is read, of the words that say so. Error: `usage`. */
export function csvOptions(values: Record<string, string | boolean | undefined>): CsvOptions {
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const delimiter = text('delimiter');
  const decimal = wordOption('decimal', text('decimal'), ['.', ',']);
  const header = wordOption('header', text('header'), ['yes', 'no']);
  const encoding = wordOption('encoding', text('encoding'), [
    'utf-8',
    'utf-16le',
    'utf-16be',
    'windows-1252',
  ]);
  const badRows = wordOption('bad-rows', text('bad-rows'), ['error', 'skip']);
  const missingValues = text('missing-values');
  const expected = [text('label'), ...listOption(text('drop'))].filter((name) => name !== undefined);
  const character =
    delimiter !== undefined && Object.hasOwn(delimiters, delimiter) ? delimiters[delimiter] : delimiter;
  const keepDefault =
    wordOption('keep-default-missing', text('keep-default-missing'), ['yes', 'no']) ?? 'yes';
  if (character !== undefined && character.length !== 1) {
    throw usage(`--delimiter is one character, tab or space, not "${delimiter}".`);
  }
  return {
    ...(character !== undefined && { delimiter: character }),
    ...(decimal && { decimal }),
    ...(header && { header: header === 'yes' }),
    ...(encoding && { encoding }),
    ...(badRows && { badRows }),
    ...((missingValues !== undefined || keepDefault === 'no') && {
      missingValues: [...(keepDefault === 'yes' ? defaultMissingValues : ['']), ...listOption(missingValues)],
    }),
    ...(expected.length > 0 && { expectColumns: expected }),
  };
}
