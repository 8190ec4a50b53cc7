import * as azure from '../../electron/azure/errors.ts';
import * as faults from '../../electron/host/fault-errors.ts';
import * as host from '../../electron/host/errors.ts';
import * as arm from '../../electron/sandbox/arm-error.ts';
import * as store from '../../electron/store/errors.ts';
import * as lessons from '../../lessons/format/errors.ts';
import { many, type SamplesOf } from './sample-arguments.ts';

/** Modules outside the engine that make errors. */
export const hostErrors = { azure, faults, host, arm, store, lessons };

const fault = { status: 409, code: 'Conflict', requestId: 'r' };
const refused = [
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
const problem = {
  file: 'lesson.yaml',
  line: 3,
  message: 'The file is empty.',
  hint: 'Add it.',
  severity: 'error',
} as const;

/** Arguments for each of their factories. */
export const hostErrorSamples: SamplesOf<typeof hostErrors> = {
  faults: {
    faultCardNotValid: [
      ['a.yaml', '', 'a'],
      ['a.yaml', 'faults.a.kind', 'a'],
    ],
    vaultNotDeleted: [['a']],
    failedNot: [['workspace.create', 'throttled']],
  },
  azure: {
    quotaExceeded: refused.map((one) => [one]),
    nameSoftDeleted: refused.map((one) => [one]),
    providerNotRegistered: [
      [refused[0]],
      [
        {
          ...fault,
          message:
            "The subscription is not registered to use namespace 'Microsoft.KeyVault'. See https://aka.ms/rps-not-found for how to register subscriptions.",
        },
      ],
    ],
    tokenExpired: [[refused[0]]],
    deploymentNotHealthy: [[refused[0]]],
    throttled: [[refused[0]]],
    connectionLost: [[refused[0]]],
    accessDenied: [[refused[0]]],
    notFound: [[refused[0]]],
    conflict: [[refused[0]]],
    notCovered: [[refused[0]]],
    azureUnavailable: [[refused[0]]],
    azureRefused: [[refused[0]]],
    accountNotFound: [['a']],
    endpointNotFound: [['a']],
    endpointNotReached: [['https://a.b/score', 'ENOENT']],
    endpointTimedOut: [['https://a.b/score', 60]],
    addressRefused: [['169.254.169.254']],
    replyTooLong: [[64]],
    notSignedIn: [[]],
    signInAgain: [['a']],
    signInFailed: [['ENOENT']],
    cliNotReady: [['ENOENT']],
    noSubscription: [[]],
    faultsInSandboxOnly: [[]],
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
    noJobOutput: [['a', 'train', 'model']],
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
    tableColumnsMissing: [
      ['loans.csv', ['Age'], ['a', 'b']],
      ['loans.csv', ['Age', 'Gender'], many],
    ],
    addressNotUsable: ['is no web address', 'begins with neither http nor https', 'holds a password'].map(
      (why) => ['a', why],
    ),
    hostNotConfirmed: [['a.b']],
    tooManyRows: [['loans.csv', 300_000, 200_000]],
    requestColumnsMissing: [
      ['loans.csv', ['Age'], ['a', 'b'], 1],
      ['loans.csv', ['Age', 'Gender'], many, 0],
    ],
    schemaNotKnown: [['a']],
    noAzureHere: [[]],
    notInStudio: [['a']],
    attemptNotFound: [['a']],
    workNotPaused: [[]],
  },
  arm: {
    resourceGroupNotFound: [['rg-a']],
    resourceNotFound: [['Microsoft.Storage/storageAccounts', 'a', 'rg-a']],
    scopeNotFound: [['a']],
    preconditionFailed: [[]],
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
    notCovered: [['a', 'b', ['c', 'd']]],
    noSuchPath: [['/a']],
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
    changedMeanwhile: [['/vaults/a']],
    invalidJson: [['a']],
    bodyTooLarge: [[4]],
    tooManyRequests: [['read', 'a', 1]],
    notSignedIn: [[]],
    foreignCaller: [['Host', 'a']],
  },
  store: {
    storeInUse: [['/tmp/a', 12]],
    storeNewer: [['/tmp/a', 2, 1]],
    storeDamaged: [['/tmp/a', 2, 'ENOENT']],
    storeNotWritable: ['ENOSPC', 'EACCES', 'ENOTDIR', 'EROFS', 'EIO'].map((code) => ['/tmp/a', system(code)]),
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
