import * as components from '../../engine/components/errors.ts';
import * as engine from '../../engine/errors.ts';
import * as experiments from '../../engine/experiments/errors.ts';
import * as pipeline from '../../engine/pipeline/errors.ts';
import * as playground from '../../engine/playground/errors.ts';
import * as csv from '../../engine/table/csv/errors.ts';
import * as train from '../../engine/train/errors.ts';
import * as trySeveral from '../../engine/try-several/errors.ts';
import { many, type SamplesOf } from './sample-arguments.ts';

/** Modules of the engine that make errors. */
export const engineErrors = { components, engine, experiments, pipeline, csv, train, trySeveral, playground };

const place = { file: 'loans.csv', row: 0, line: 1 };
const cell = { file: 'loans.csv', row: 3, line: 4 };
const issue = {
  path: 'falsePositive',
  predicate: 'must be at least 0, not -1',
  hint: 'Change it.',
  unknownKey: false,
};

/** Arguments for each of their factories. */
export const engineErrorSamples: SamplesOf<typeof engineErrors> = {
  components: {
    settingNamesNoColumn: [
      ['gender', ['Gender'], 'Columns'],
      ['x', many, 'Label column'],
    ],
    transformationLacksColumn: [['x', many]],
    modelLacksColumns: [
      [['a'], many],
      [['a', 'b'], ['other']],
    ],
    datasetNotFound: [
      ['a', []],
      ['a', ['b', 'c']],
    ],
    noWebServiceInput: [[]],
    cleaningNeedsNumbers: [
      ['Gender', 'mean'],
      ['Gender', 'median'],
    ],
    replacementNotNumber: [['Age', 'a']],
    replacementNotFinite: [['Age', 'mean']],
    transformationTypeChanged: [
      ['Age', 'numbers', 'text'],
      ['Age', 'text', 'numbers'],
    ],
    noRowsToTrain: [[]],
    tooManyStrata: [['Age', 1000]],
    noRowsToEvaluate: [
      [0, 'Age'],
      [1234, 'Age'],
    ],
    noLabelToEvaluate: [['x', many]],
    notScored: [['Scored Probabilities']],
  },
  engine: {
    columnNotFound: [
      ['gender', ['Gender', 'Age']],
      ['x', many],
      ['x', many, 'loans.csv'],
    ],
    cancelled: [[]],
  },
  experiments: {
    experimentSettingNotValid: [
      ['threshold', issue],
      ['threshold', { ...issue, path: '' }],
    ],
    columnOfOtherKind: [
      ['Age', 'numbers'],
      ['Age', 'texts'],
    ],
  },
  pipeline: {
    pipelineNotJson: [['ENOENT']],
    pipelineNewer: [[2]],
    pipelineNotValid: [
      [
        'pipeline',
        [{ code: 'a', message: 'Two nodes have the id "a".', hint: 'Remove all but one of them.' }],
      ],
      [
        'saved pipeline',
        [1, 2].map(() => ({
          code: 'a',
          message: 'Two nodes have the id "a".',
          hint: 'Remove all but one of them.',
        })),
      ],
    ],
    nodeNotFound: [
      ['a', ['b']],
      ['x', many],
    ],
    componentFailed: [
      ['train-a', 'Train Model', train.labelNotBinary('Age', ['a'])],
      ['train-a', 'Train Model', new Error('ENOENT')],
    ],
    noResult: [['a', 'b']],
    scoreModelNotClear: [[[]], [['a', 'b']]],
    notAnInferencePipeline: [
      ['Trained Model', 0],
      ['Web Service Output', 2],
    ],
    alreadyInference: [[]],
    unknownInputColumn: [
      [1, 'gender', ['Gender']],
      [1, 'x', many],
    ],
    wrongInputType: [
      [1, 'Age', 'number', 'a'],
      [1, 'Age', 'category', 5],
      [1, 'Age', 'category', true],
    ],
    inputRowNotObject: [[1]],
  },
  csv: {
    notCsv: [
      ['loans.csv', 'a PDF document', 'Export the table as CSV where it was made.'],
      [
        'loans.csv',
        'an Excel workbook or another zip archive',
        'In Excel choose File, Save As, "CSV UTF-8". Unpack an archive first.',
      ],
    ],
    emptyFile: [['loans.csv']],
    noRows: [
      ['loans.csv', ['a'], 0],
      ['loans.csv', ['a', 'b'], 0],
      ['loans.csv', ['a', 'b'], 1],
      ['loans.csv', ['a', 'b'], 5],
    ],
    wrongCellCount: [
      [cell, 1, 3, ','],
      [cell, 4, 3, ';'],
      [place, 2, 3, '\t'],
    ],
    quoteNotClosed: [
      [cell, 'Age'],
      [cell, 'Age', 16],
    ],
    textAfterQuote: [[cell, 'Age']],
    nullByte: [[place]],
    rowTooLarge: [[cell, 16]],
  },
  train: {
    labelNotBinary: [
      ['Age', []],
      ['Age', ['a']],
      ['Age', ['a'], 'training rows'],
      ['Age', ['a', 'b', 'c']],
      ['Age', Array.from({ length: 1001 }, (_, index) => `a${index}`)],
    ],
    labelNotClasses: [
      ['Age', [], { kind: 'category', rows: 'all rows', most: 100 }],
      ['Age', ['a'], { kind: 'category', rows: 'all rows', most: 100 }],
      ['Age', ['a'], { kind: 'category', rows: 'training rows', most: 100 }],
      [
        'Age',
        Array.from({ length: 101 }, (_, index) => `a${index}`),
        { kind: 'category', rows: 'all rows', most: 100 },
      ],
      [
        'Age',
        Array.from({ length: 1001 }, (_, index) => `${index}`),
        { kind: 'number', rows: 'all rows', most: 100 },
      ],
    ],
    labelNotNumeric: [
      ['Age', []],
      ['Age', ['a', 'b']],
      ['Age', ['a', 'b', 'c']],
    ],
    labelNotFinite: [['Age']],
    positiveNotFound: [['Age', 'a', ['b', 'c']]],
    columnTypeChanged: [
      ['Age', 'numbers'],
      ['Age', 'text', 'the transformation was fitted on'],
    ],
    trainingNotConverged: [['Age']],
    networkTooWide: [[12345, 5000, 'Age']],
    tensorflowNotStarted: [['/tmp/a']],
  },
  playground: {
    learnerNotKnown: [
      ['other', many],
      ['Agee', ['Age']],
    ],
    tooManyClasses: [['Age', 30, 20]],
    partEmpty: [
      ['training', 1],
      ['test', 2],
    ],
    stateNotJson: [['loans.csv']],
    stateTooLarge: [['loans.csv', 65, 64]],
    stateNewer: [['loans.csv', 2]],
    stateNotValid: [
      [
        'loans.csv',
        'it does not say that it is one.',
        'Choose a file that was saved in the playground; a pipeline is opened in the designer.',
      ],
      ['loans.csv', '"steps" must be at least 0, not -1.', 'Change it.'],
    ],
    wrongTable: [
      ['loans.csv', 'other'],
      ['The table in the file', 'other'],
    ],
    tableNotKnown: [['other', many]],
  },
  trySeveral: {
    tooFewRowsToFold: [
      ['Age', 0],
      ['Age', 1],
      ['Age', 1, 'Yes'],
    ],
  },
};
