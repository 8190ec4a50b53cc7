import { readFileSync } from 'node:fs';
import process from 'node:process';
import { trainedModelSchema } from '../../engine/components/artifacts.ts';
import { EngineError, columnNotFound, listNames } from '../../engine/errors.ts';
import { parsePipeline, serializePipeline, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import { deriveInferencePipeline } from '../../engine/pipeline/inference.ts';
import { excludeLabelFromInput } from '../../engine/pipeline/inference-edits.ts';
import {
  assertCompleted,
  datasetNames,
  getOutput,
  runPipeline,
  type RunResult,
} from '../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../engine/pipeline/templates.ts';
import { assertValid } from '../../engine/pipeline/validate.ts';
import { findComponent } from '../../engine/components/registry.ts';
import { readCsv, type CsvReport } from '../../engine/table/csv/read-csv.ts';
import { columnNames, getColumn, type Column, type Table } from '../../engine/table/table.ts';
import { findTask, usualLearner } from '../../engine/train/find-task.ts';
import { encodeClasses, encodeLabels, numericLabels } from '../../engine/train/labels.ts';
import { learnersOf, type Learner, type Task } from '../../engine/train/learner.ts';
import { startTensorFlow } from '../../engine/train/tensorflow.ts';
import { csvFile } from '../host/csv-file.ts';
import { fileNotReadable } from '../host/errors.ts';
import { resources } from '../host/resources.ts';
import { findTable, userPath } from '../host/user-files.ts';
import { checkFolder, writeFolder, type FolderKind } from '../host/write-folder.ts';
import { usage } from './arguments.ts';
import { formatReport } from './format-report.ts';
import { printable } from './printable.ts';
import { createProgress, type Progress } from './progress.ts';
import { parseTrainOptions, type TrainOptions } from './train-options.ts';
import type { TrainReport } from './train-report.ts';
import { collectReport } from './train-result.ts';

/** A folder that `--save-model` has written. */
const savedModelKind: FolderKind = {
  names: ['model.json', 'training-pipeline.json', 'inference-pipeline.json', 'report.json'],
  mark: 'model.json',
  isMark(text) {
    try {
      return trainedModelSchema.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  },
};

/** `guidepost train`: reads a CSV file, trains, evaluates, and prints the figures. */
export async function train(commandArguments: string[]): Promise<void> {
  const options = parseTrainOptions(commandArguments);
  const saveModel = options.saveModel === undefined ? undefined : userPath(options.saveModel);
  if (saveModel !== undefined) checkFolder(saveModel, savedModelKind);
  const drawn = options.pipeline === undefined ? undefined : readPipeline(userPath(options.pipeline));
  const progress = createProgress();
  try {
    const { csv, seconds } = read(options, progress);
    const { table } = csv;
    const pipeline = drawn ?? drawPipeline(options, table);
    const result = await run(pipeline, table, progress);
    const report = collectReport({
      result,
      csv,
      readSeconds: seconds,
      isTaskFound: drawn === undefined && options.task === undefined,
    });
    if (saveModel !== undefined) {
      progress.stage('Saving the model');
      writeFolder(saveModel, savedModelKind, savedModel(result, report));
    }
    progress.end();
    for (const { message } of report.warnings) process.stderr.write(printable(`Note: ${message}\n`));
    process.stdout.write(
      options.json ? JSON.stringify(report, null, 2) + '\n' : printable(formatReport(report)),
    );
  } finally {
    progress.end();
  }
}

function read(options: TrainOptions, progress: Progress): { csv: CsvReport; seconds: number } {
  const { file, notice } = findTable(options.file);
  if (notice !== undefined) process.stderr.write(notice + '\n');
  progress.stage(`Reading ${options.file}`);
  const start = performance.now();
  const csv = readCsv(csvFile(file), options.csv);
  return { csv, seconds: (performance.now() - start) / 1000 };
}

/** The pipeline for the given label; names that the table does not have are found out here, before any work. */
function drawPipeline(options: TrainOptions, table: Table): Pipeline {
  const { label = '', missing, split, seed } = options;
  const names = columnNames(table);
  // A list loses the blanks around its names.
  const drop = options.drop.map((name) =>
    names.includes(name) ? name : (names.find((column) => column.trim() === name) ?? name),
  );
  for (const name of [label, ...drop]) {
    if (!names.includes(name)) throw columnNotFound(name, names, options.file);
  }
  if (drop.includes(label))
    throw usage(`--drop leaves out the label column "${label}".`, 'Take it off the list.');
  const column = getColumn(table, label);
  const task = options.task ?? findTask(column);
  const positive = checkLabel(column, task, options.positive);
  const learner = { component: options.learner ?? usualLearner(task), settings: {} };
  return trainingPipeline({
    label,
    positive,
    drop,
    missing,
    split,
    seed,
    learner: { ...learner, settings: learnerSettings(learner.component, options) },
  });
}

/** All rows say which classes there are; a part of them may hold one only, or two of three. Returns the positive one. */
function checkLabel(column: Column, task: Task, positive: string | undefined): string {
  if (task === 'binary') return encodeLabels(column, positive).positive;
  if (positive !== undefined) {
    throw usage(
      `--positive names one of two classes, and "${column.name}" asks for a ${task} task.`,
      'Leave it out, or say --task binary.',
    );
  }
  if (task === 'multiclass') encodeClasses(column);
  else numericLabels(column);
  return '';
}

/** What the options say of the learner's settings. */
function learnerSettings(learner: Learner, { l2Weight, seed }: TrainOptions): Record<string, number> {
  const { shape = {} } = findComponent(learner)?.settings ?? {};
  if (l2Weight !== undefined && !('l2Weight' in shape)) {
    throw usage(
      `--l2-weight has no effect on ${learner}, which has no such penalty.`,
      `Leave it out, or choose ${listNames(learnersOf().filter((name) => 'l2Weight' in (findComponent(name)?.settings.shape ?? {})))}.`,
    );
  }
  return { ...(l2Weight !== undefined && { l2Weight }), ...('seed' in shape && { seed }) };
}

function readPipeline(file: string): Pipeline {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw fileNotReadable(file, error);
  }
  const pipeline = parsePipeline(text);
  assertValid(pipeline);
  for (const component of ['train-model', 'score-model', 'evaluate-model']) {
    const count = pipeline.nodes.filter((node) => node.component === component).length;
    if (count === 1) continue;
    throw new EngineError(
      'pipeline-not-trainable',
      `${file} has ${count === 0 ? 'no' : count} ${component} component${count === 1 ? '' : 's'}.`,
      'train needs exactly one Train Model, one Score Model and one Evaluate Model to report on.',
      { file, component, count },
    );
  }
  return pipeline;
}

async function run(pipeline: Pipeline, table: Table, progress: Progress): Promise<RunResult> {
  progress.stage('Starting TensorFlow.js');
  await startTensorFlow({ wasmPaths: resources().wasmPaths });
  const result = await runPipeline(pipeline, {
    // The file stands for whatever the drawing calls its dataset.
    datasets: Object.fromEntries(datasetNames(pipeline).map((name) => [name, table])),
    onEvent(event) {
      if (event.type !== 'running') return;
      if (event.component === 'train-model') progress.stage('Training', event.share);
      else if (event.component === 'score-model') progress.stage('Scoring');
      else if (event.component === 'evaluate-model') progress.stage('Evaluating');
      else progress.stage('Preparing the rows');
    },
  });
  return assertCompleted(result);
}

/** The files of a saved model: what was learnt, how, how well, and the pipeline that serves it. */
function savedModel(result: RunResult, report: TrainReport): Record<string, string> {
  const trainer = result.pipeline.nodes.find(({ component }) => component === 'train-model');
  const model = getOutput(result, trainer?.id ?? '', 'model', 'model');
  const { pipeline: derived } = deriveInferencePipeline(result.pipeline, result);
  return {
    'model.json': JSON.stringify(model) + '\n',
    'training-pipeline.json': serializePipeline(result.pipeline),
    'inference-pipeline.json': serializePipeline(excludeLabelFromInput(derived)),
    'report.json': JSON.stringify(report, null, 2) + '\n',
  };
}
