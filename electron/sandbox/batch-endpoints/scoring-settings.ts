import { invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { parseDuration } from '../machine-learning/nodes.ts';
import type { Properties } from '../resource-store.ts';

/** How a batch deployment scores. */
export interface ScoringSettings {
  /** How many files may fail; -1 for all. */
  readonly errorThreshold: number;
  /** How many files are read together. */
  readonly miniBatchSize: number;
  readonly outputAction: 'AppendRow' | 'SummaryOnly';
  readonly outputFileName: string;
}

/** How it scores unless it says otherwise. */
export const scoringDefaults: ScoringSettings = {
  errorThreshold: -1,
  miniBatchSize: 10,
  outputAction: 'AppendRow',
  outputFileName: 'predictions.csv',
};

/** What is said of how to score, and nothing that is not. Errors: 400 for what cannot be. */
export function readScoringSettings(
  properties: Properties | Record<string, unknown>,
): Partial<ScoringSettings> {
  const { errorThreshold, miniBatchSize, outputAction, outputFileName } = properties;
  if (isGiven(errorThreshold) && !isWhole(errorThreshold, -1)) {
    throw invalidContent("'errorThreshold' is a whole number from -1, which ignores all failures.");
  }
  if (isGiven(miniBatchSize) && !isWhole(miniBatchSize, 1)) {
    throw invalidContent("'miniBatchSize' is a whole number of files, from 1.");
  }
  if (isGiven(outputAction) && outputAction !== 'AppendRow' && outputAction !== 'SummaryOnly') {
    throw invalidContent("'outputAction' is AppendRow or SummaryOnly.");
  }
  if (
    isGiven(outputFileName) &&
    !(typeof outputFileName === 'string' && /^(?!\.{1,2}$)[^/\\\p{Cc}]{1,255}$/u.test(outputFileName))
  ) {
    throw invalidContent("'outputFileName' is the name of a file, without a folder.");
  }
  const said = { errorThreshold, miniBatchSize, outputAction, outputFileName };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => isGiven(value)));
}

/** Refuses how often and how long a mini-batch is tried where that cannot be. */
export function checkRetrySettings(settings: unknown): void {
  if (!isGiven(settings)) return;
  const { maxRetries, timeout } = isObject(settings) ? settings : {};
  const isTimeout = typeof timeout === 'string' && parseDuration(timeout) !== undefined;
  if (
    !isObject(settings) ||
    (isGiven(maxRetries) && !isWhole(maxRetries, 0)) ||
    (isGiven(timeout) && !isTimeout)
  ) {
    throw invalidContent("'retrySettings' has 'maxRetries', a whole number, and 'timeout', such as PT30S.");
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least;
}
