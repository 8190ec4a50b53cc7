import { findComponent } from '../components/registry.ts';
import { splitRows } from '../components/split-data/split.ts';
import { cancelled } from '../errors.ts';
import { dropColumns, getColumn, takeRows, type Table } from '../table/table.ts';
import { findTask } from '../train/find-task.ts';
import type { Task, UntrainedModel } from '../train/learner.ts';
import { predict } from '../train/predict.ts';
import { trainModel } from '../train/train.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { tooFewRowsToFold } from './errors.ts';
import { divideIntoFolds, type Fold } from './folds.ts';
import { fillParts, withoutGaps } from './fill-parts.ts';
import {
  askFor,
  groupsOf,
  labelledRows,
  measure,
  measureBaseline,
  type Metric,
  type Question,
} from './question.ts';

/** What is tried, and how. */
export interface TryOptions {
  readonly label: string;
  /** Without it what the label asks for. */
  readonly task?: Task;
  readonly positive?: string;
  /** Columns that no model sees. */
  readonly drop?: readonly string[];
  /** What happens to gaps; "impute" fills them with what the training rows of each fold say. Default "impute". */
  readonly missing?: 'none' | 'impute' | 'drop-rows';
  /** How many parts the rows are divided into; each tests once. Default 5. */
  readonly folds?: number;
  readonly seed?: number;
  /** Of more rows so many are tried, at random. Default 20,000. */
  readonly mostRows?: number;
  readonly signal?: AbortSignal;
  /** Called when a learner with its settings has been tried; `all` is how many will be. */
  readonly onProgress?: (entry: TryEntry, all: number) => void;
}

/** How a learner with its settings did. */
export interface TryEntry extends Candidate {
  /** The scores on the rows of each fold, which it was not trained on. */
  readonly folds: readonly number[];
  readonly mean: number;
  /** The standard deviation of the folds' scores. */
  readonly deviation: number;
  /** Of training and scoring, all folds together. */
  readonly seconds: number;
}

/** All that was tried, the best first. */
export interface Leaderboard {
  readonly task: Task;
  readonly metric: Metric;
  /** Rows that were tried; there may be more. */
  readonly rows: number;
  readonly folds: number;
  readonly entries: readonly TryEntry[];
  /** What one would say without looking at a row. */
  readonly baseline: { readonly folds: readonly number[]; readonly mean: number; readonly deviation: number };
}

/**
 * Tries the learners of a task with a few settings each, by stratified cross-validation: each part of the rows tests
 * what the others have trained. Gaps are filled in each fold by what its training rows say, so that nothing leaks from
 * the rows that test. The same seed gives the same scores. TensorFlow.js must have been started.
 * Errors: `column-not-found`, those of the label, `too-few-rows-to-fold`, `cancelled`.
 */
export async function trySeveral(table: Table, options: TryOptions): Promise<Leaderboard> {
  const { label, drop = [], missing = 'impute', seed = 42, mostRows = 20_000, signal, onProgress } = options;
  const column = getColumn(table, label);
  const question = askFor(column, options.task ?? findTask(column), options.positive);
  const kept = labelledRows(
    question,
    dropColumns(
      table,
      drop.filter((name) => name !== label),
    ),
  );
  const whole = missing === 'drop-rows' ? withoutGaps(kept) : kept;
  const rows = sample(whole, mostRows, seed, question);
  const folds = foldsOf(question, rows, options.folds ?? 5, seed).map(({ training, testing }) => {
    const parts = [takeRows(rows, training), takeRows(rows, testing)] as const;
    return missing === 'impute' ? fillParts(...parts, label) : parts;
  });

  const candidates = candidatesOf(question.task);
  const entries: TryEntry[] = [];
  for (const candidate of candidates) {
    const learner = await untrained(candidate);
    const start = performance.now();
    const scores: number[] = [];
    for (const [training, testing] of folds) {
      if (signal?.aborted) throw cancelled();
      const model = await trainModel(training, {
        learner,
        label,
        ...(question.task === 'binary' && { positive: question.classes[1] }),
        ...(signal && { signal }),
      });
      scores.push(measure(question, predict(model, testing), testing));
    }
    const seconds = (performance.now() - start) / 1000;
    const entry = { ...candidate, ...summarize(scores), seconds };
    entries.push(entry);
    onProgress?.(entry, candidates.length);
  }
  const { task, metric } = question;
  return {
    task,
    metric,
    rows: rows.rowCount,
    folds: folds.length,
    entries: rankEntries(entries, metric),
    baseline: summarize(folds.map(([training, testing]) => measureBaseline(question, training, testing))),
  };
}

/** The best first: of errors the least is the best; of equal ones the quicker. */
export function rankEntries<Entry extends Pick<TryEntry, 'mean' | 'seconds'>>(
  entries: readonly Entry[],
  metric: Metric,
): Entry[] {
  const sign = metric === 'rootMeanSquaredError' ? 1 : -1;
  return [...entries].sort((a, b) => sign * (a.mean - b.mean) || a.seconds - b.seconds);
}

async function untrained({ component, settings }: Candidate): Promise<UntrainedModel> {
  const found = findComponent(component);
  const outputs = await found?.run({}, found.settings.parse(settings), { datasets: {} });
  return outputs?.model as UntrainedModel;
}

function sample(table: Table, most: number, seed: number, { task, label }: Question): Table {
  if (table.rowCount <= most) return table;
  const fraction = most / table.rowCount;
  const { first } = splitRows(table, { fraction, seed, ...(task !== 'regression' && { stratifyOn: label }) });
  return takeRows(table, first);
}

function foldsOf(question: Question, table: Table, wanted: number, seed: number): Fold[] {
  const { label, classes, task } = question;
  const groups = groupsOf(question, table);
  if (table.rowCount < 2) throw tooFewRowsToFold(label, table.rowCount);
  if (task === 'binary') {
    // Both classes must be in each part.
    for (const [k, name] of classes.entries()) {
      const count = groups.reduce((sum, group) => sum + (group === k ? 1 : 0), 0);
      if (count < 2) throw tooFewRowsToFold(label, count, name);
      wanted = Math.min(wanted, count);
    }
  }
  return divideIntoFolds(groups, Math.max(2, Math.min(wanted, table.rowCount)), seed);
}

function summarize(scores: readonly number[]): { folds: number[]; mean: number; deviation: number } {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0);
  return { folds: [...scores], mean, deviation: Math.sqrt(squares / Math.max(1, scores.length - 1)) };
}
