import type { EvaluationResult, TrainedModel } from '../../engine/components/values.ts';
import { splitData } from '../../engine/components/split-data/split-data.ts';
import { listNames } from '../../engine/errors.ts';
import { sourceOf } from '../../engine/pipeline/graph.ts';
import { getOutput, type RunResult } from '../../engine/pipeline/run.ts';
import type { CsvReport } from '../../engine/table/csv/read-csv.ts';
import { countMissing, type Table } from '../../engine/table/table.ts';
import { hasTrees } from '../../engine/train/model.ts';
import type { Warning } from '../../engine/warnings.ts';
import { listedName } from './arguments.ts';
import { reportModel } from './model-report.ts';
import type { TrainReport } from './train-report.ts';

/** Puts the report together from what a pipeline with one Train, Score and Evaluate Model has put out. */
export function collectReport(options: {
  readonly result: RunResult;
  readonly csv: CsvReport;
  readonly readSeconds: number;
  /** The task was read from the label. */
  readonly isTaskFound: boolean;
}): TrainReport {
  const { result, csv, readSeconds, isTaskFound } = options;
  const trainer = nodeOf(result, 'train-model');
  const trained = getOutput(result, trainer, 'model', 'model');
  const trainingRows = inputTable(result, trainer, 'table');
  const scored = getOutput(result, nodeOf(result, 'score-model'), 'scored', 'scored-table');
  const [evaluation] = getOutput(
    result,
    nodeOf(result, 'evaluate-model'),
    'evaluation',
    'evaluation',
  ).results;
  const { model } = trained;
  const common = {
    rows: {
      read: csv.table.rowCount,
      used: countDistinctRows([trainingRows, scored], csv.table),
      train: model.rows,
      test: evaluation.rows,
    },
    label: model.label,
    seed: splitSeed(result),
    model: reportModel(model),
    seconds: { read: readSeconds, ...secondsByStage(result) },
    warnings: [
      ...csv.warnings,
      ...(isTaskFound ? taskWarnings(evaluation) : []),
      ...labelWarnings(csv.table, model.label),
      ...trainingWarnings(trained, trainingRows),
      ...evaluationWarnings(evaluation),
    ],
  };
  switch (evaluation.task) {
    case 'binary': {
      const { task, positive, negative, metrics, baselines } = evaluation;
      return { task, ...common, positive, negative, metrics, baselines };
    }
    case 'multiclass': {
      const { task, classes, metrics, baseline } = evaluation;
      return { task, ...common, classes, metrics, baseline };
    }
    case 'regression': {
      const { task, metrics, baseline } = evaluation;
      return { task, ...common, metrics, baseline };
    }
  }
}

/** The seed of the split; `null` where nothing was split. */
function splitSeed({ pipeline }: RunResult): number | null {
  const split = pipeline.nodes.find(({ component }) => component === 'split-data');
  return split ? splitData.settings.parse(split.settings).seed : null;
}

function nodeOf(result: RunResult, component: string): string {
  return result.pipeline.nodes.find((node) => node.component === component)?.id ?? '';
}

function inputTable(result: RunResult, node: string, port: string): Table {
  const source = sourceOf(result.pipeline, node, port);
  return getOutput(result, source?.node ?? '', source?.port ?? '', 'table');
}

/** How many of the file's rows occur in any of the tables. */
function countDistinctRows(tables: readonly Table[], file: Table): number {
  const last = file.rowCount === 0 ? 0 : file.rowNumbers[file.rowCount - 1];
  const seen = new Uint8Array(last + 1);
  for (const { rowNumbers } of tables) for (let i = 0; i < rowNumbers.length; i++) seen[rowNumbers[i]] = 1;
  let count = 0;
  for (let i = 0; i < seen.length; i++) count += seen[i];
  return count;
}

function secondsByStage(result: RunResult): {
  prepare: number;
  train: number;
  score: number;
  evaluate: number;
} {
  const stages = { prepare: 0, train: 0, score: 0, evaluate: 0 };
  const stageOf: Record<string, keyof typeof stages> = {
    'train-model': 'train',
    'score-model': 'score',
    'evaluate-model': 'evaluate',
  };
  for (const { id, component } of result.pipeline.nodes) {
    stages[stageOf[component] ?? 'prepare'] += result.seconds[id] ?? 0;
  }
  return stages;
}

/** Two classes are what one expects; any other task that was read from the label is told. */
function taskWarnings(evaluation: EvaluationResult): Warning[] {
  if (evaluation.task === 'binary') return [];
  const { label, task } = evaluation;
  const [found, other] =
    task === 'multiclass'
      ? [`${evaluation.classes.length} classes`, 'regression']
      : ['numbers of many values', 'multiclass'];
  return [
    {
      code: 'task-found',
      message: `"${label}" holds ${found}, so the task is ${task}. Say --task ${other} if something else is meant.`,
      details: { column: label, task },
    },
  ];
}

function labelWarnings({ columns }: Table, label: string): Warning[] {
  const column = columns.find(({ name }) => name === label);
  const rows = column ? countMissing(column) : 0;
  if (rows === 0) return [];
  return [
    {
      code: 'label-missing',
      message: `${rows === 1 ? '1 row has' : `${rows.toLocaleString('en-US')} rows have`} no "${label}" and teach nothing: left out.`,
      details: { column: label, rows },
    },
  ];
}

/** What a user should know of the training rows: columns that identify rows, gaps that count as 0. */
function trainingWarnings({ model }: TrainedModel, rows: Table): Warning[] {
  const warnings: Warning[] = [];
  for (const feature of model.features) {
    if (feature.kind !== 'categorical') continue;
    const { column, levels } = feature;
    if (levels.length < 20 || levels.length < model.rows / 2) continue;
    warnings.push({
      code: 'identifying-column',
      message:
        `"${column}" has ${levels.length.toLocaleString('en-US')} different texts in ` +
        `${model.rows.toLocaleString('en-US')} rows: it names rows and teaches nothing about new ones. ` +
        `Leave it out: --drop ${listedName(column)}.`,
      details: { column, levels: levels.length, rows: model.rows },
    });
  }
  if (model.features.length === 0) {
    warnings.push({
      code: 'no-features',
      message: 'No column is left to learn from: the model gives every row the same probability.',
      details: {},
    });
  }
  const used = new Set(model.features.map(({ column }) => column));
  // Trees ask for a gap as such.
  if (hasTrees(model)) return warnings;
  const gaps = rows.columns.filter((column) => used.has(column.name) && countMissing(column) > 0);
  if (gaps.length > 0) {
    const columns = gaps.map(({ name }) => name);
    warnings.push({
      code: 'gaps-count-as-zero',
      message:
        `There are gaps in ${listNames(columns, 8)}. As in the designer, a gap counts as the column's least number, ` +
        'or as none of its texts. Fill gaps with --missing impute, or leave such rows out with --missing drop-rows.',
      details: { columns },
    });
  }
  return warnings;
}

function evaluationWarnings(evaluation: EvaluationResult): Warning[] {
  const { label, rowsWithoutLabel: rows } = evaluation;
  if (evaluation.task === 'multiclass' && rows > 0) {
    return [
      {
        code: 'unknown-class-in-test',
        message: `${rows === 1 ? '1 row that tests the model has' : `${rows.toLocaleString('en-US')} rows that test the model have`} a class of "${label}" that no training row has, and could not be evaluated. Train on more rows (a higher --split).`,
        details: { column: label, rows },
      },
    ];
  }
  if (evaluation.task !== 'binary' || evaluation.metrics.auc !== null) return [];
  return [
    {
      code: 'one-class-in-test',
      message:
        'All rows that test the model are of one class, so it has no AUC. Test on more rows (a lower --split), or bring more rows of the rare class.',
      details: {},
    },
  ];
}
