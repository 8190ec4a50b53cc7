import * as azure from '../../electron/azure/errors.ts';
import * as host from '../../electron/host/errors.ts';
import * as arm from '../../electron/sandbox/arm-error.ts';
import * as store from '../../electron/store/errors.ts';
import * as components from '../../engine/components/errors.ts';
import * as engine from '../../engine/errors.ts';
import * as experiments from '../../engine/experiments/errors.ts';
import * as pipeline from '../../engine/pipeline/errors.ts';
import * as csv from '../../engine/table/csv/errors.ts';
import * as train from '../../engine/train/errors.ts';
import * as lessons from '../../lessons/format/errors.ts';

/** Modules that make errors, by the folder that they lie in. */
export const errorModules = {
  azure,
  host,
  arm,
  store,
  components,
  engine,
  experiments,
  pipeline,
  csv,
  train,
  lessons,
};

type Modules = typeof errorModules;
type Factory = (...words: never[]) => { readonly message: string };
type FactoriesOf<Module> = {
  [Name in keyof Module as Module[Name] extends Factory ? Name : never]: Module[Name] extends Factory
    ? readonly Parameters<Module[Name]>[]
    : never;
};

/** Names of the samples: they are in no language. */
export const sampleNames =
  'rg-a mlw-a a b c d loans.csv other Gender Age gender Agee loan-a train-a split-a table westeurope DELETE GET Host ' +
  'Contributor trained scored Semiurban Urban /tmp/a ENOENT ' +
  'EIO unknown region quiz loan-b loan-approval api-version location';

const fault = { status: 409, code: 'Conflict', requestId: 'r' };
const faults = [
  { ...fault, message: arm.resourceGroupNotFound('rg-a').message },
  { ...fault, message: arm.softDeleted('Microsoft.KeyVault/vaults', '/vaults/a').message },
];
const system = (code?: string): Error => Object.assign(new Error(), code === undefined ? {} : { code });
const systemErrors = [
  'EACCES',
  'EISDIR',
  'ENOENT',
  'ENOSPC',
  'EROFS',
  'EMFILE',
  'ENOTDIR',
  'EEXIST',
  'ENAMETOOLONG',
];
const place = { file: 'loans.csv', row: 0, line: 1 };
const cell = { file: 'loans.csv', row: 3, line: 4 };
const issue = {
  path: 'falsePositive',
  predicate: 'must be at least 0, not -1',
  hint: 'Change it.',
  unknownKey: false,
};
const many = Array.from({ length: 20 }, (_, index) => `a${index}`);
const problem = {
  file: 'lesson.yaml',
  line: 3,
  message: 'The file is empty.',
  hint: 'Add it.',
  severity: 'error',
} as const;

/** Arguments for each factory of each module. */
export const errorSamples: { readonly [Name in keyof Modules]: FactoriesOf<Modules[Name]> } = {
  azure: {
    quotaExceeded: faults.map((one) => [one]),
    nameSoftDeleted: faults.map((one) => [one]),
    throttled: [[faults[0]]],
    connectionLost: [[faults[0]]],
    accessDenied: [[faults[0]]],
    notFound: [[faults[0]]],
    conflict: [[faults[0]]],
    notCovered: [[faults[0]]],
    azureUnavailable: [[faults[0]]],
    azureRefused: [[faults[0]]],
    accountNotFound: [['a']],
    endpointNotFound: [['a']],
    endpointNotReached: [['https://a.b/score', 'ENOENT']],
    notSignedIn: [[]],
    signInAgain: [['a']],
    signInFailed: [['ENOENT']],
    cliNotReady: [['ENOENT']],
    noSubscription: [[]],
  },
  host: {
    fileNotReadable: [...systemErrors, undefined].map((code) => ['loans.csv', system(code)]),
    folderNotWritable: systemErrors.map((code) => ['/tmp/a', system(code)]),
    folderNotEmpty: [
      ['/tmp/a', ['a', 'b']],
      ['/tmp/a', many],
    ],
    noWorkspace: [[]],
    noDrawing: [
      ['a', []],
      ['a', ['b']],
      ['a', ['b', 'c']],
    ],
    noSubmission: [
      ['a', []],
      ['a', ['b', 'c']],
    ],
    notInWorkspace: ['datastore', 'compute', 'job', 'data asset', 'model', 'endpoint', 'file'].map((kind) => [
      kind,
      'a',
    ]),
    jobNotCompleted: [
      ['a', 'Failed', ''],
      ['a', 'Canceled', '2026-11-23T18:00:00.000Z Skipped: a step before it failed.'],
      [
        'a',
        'Failed',
        '2026-11-23T18:00:00.000Z Failed: Split Data ("split-a"): There are no rows to learn from.',
      ],
    ],
    badArguments: [
      ['workspace.create', '"region": Invalid input: expected string, received undefined'],
      ['access.assign', '"principalId": Invalid UUID'],
      ['compute.create-cluster', '"maximumNodes": Too small: expected number to be >=1'],
      ['a.b', 'there is no such operation; did you mean a.c'],
      ['a.b', 'there is no such call'],
    ],
    noQuestion: [['a']],
    noLesson: [[]],
    dataColumnNotFound: [
      ['gender', 'loans.csv', ['Gender', 'Age']],
      ['x', 'loans.csv', many],
    ],
    datasetWithoutAsset: [['a']],
    lessonNotFound: [
      ['loan-a', ['loan-b']],
      ['x', ['loan-approval', 'other']],
    ],
    stepNotFound: [
      ['a', ['b']],
      ['quiz', many],
    ],
    fileNotKnown: [[]],
    noAzureHere: [[]],
    notInStudio: [['a']],
    attemptNotFound: [['a']],
    workNotPaused: [[]],
  },
  arm: {
    resourceGroupNotFound: [['rg-a']],
    resourceNotFound: [['Microsoft.Storage/storageAccounts', 'a', 'rg-a']],
    subscriptionNotFound: [['a']],
    missingApiVersion: [[]],
    invalidResourceName: [
      ['Resource group', 'a', 'It has 1 to 255 letters, digits, underscores and hyphens.'],
      ['Microsoft.Storage/storageAccounts', 'a', 'A registry name has 5 to 50 letters and digits.'],
    ],
    locationRequired: [['Microsoft.Storage/storageAccounts']],
    locationNotAvailable: [['a', ['westeurope', 'b']]],
    locationConflict: [['a', 'b', 'c']],
    resourceGroupBeingDeleted: [['rg-a']],
    invalidNamespace: [['a']],
    notCovered: [['a', ['b', 'c']]],
    methodNotAllowed: [['DELETE', ['GET']]],
    invalidContent: [
      ['The request content must be a JSON object.'],
      ["The required property 'a' is missing."],
    ],
    parentNotFound: [['a', 'b']],
    resourceBeingDeleted: [['a']],
    softDeleted: [
      ['Microsoft.KeyVault/vaults', '/vaults/a'],
      ['a', '/workspaces/mlw-a'],
    ],
    invalidJson: [['a']],
    bodyTooLarge: [[4]],
    notSignedIn: [[]],
    foreignCaller: [['Host', 'a']],
  },
  store: {
    storeInUse: [['/tmp/a', 12]],
    storeNewer: [['/tmp/a', 2, 1]],
    storeDamaged: [['/tmp/a', 2, 'ENOENT']],
    storeNotWritable: ['ENOSPC', 'EACCES', 'ENOTDIR', 'EROFS', 'EIO'].map((code) => ['/tmp/a', system(code)]),
  },
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
    notScored: [[]],
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
    positiveNotFound: [['Age', 'a', ['b', 'c']]],
    columnTypeChanged: [
      ['Age', 'numbers'],
      ['Age', 'text', 'the transformation was fitted on'],
    ],
    trainingNotConverged: [['Age']],
    tensorflowNotStarted: [['/tmp/a']],
  },
  lessons: {
    packNotValid: [[[problem]], [[problem, problem]], [[problem, problem, problem]]],
    packNewer: [[2]],
    appTooOld: [['2.0.0', '0.1.0']],
    nameNotDefined: [
      ['a', ['b']],
      ['a', []],
      ['x', many],
    ],
  },
};
