import process from 'node:process';
import { listNames } from '../../engine/errors.ts';
import { exportNotebook } from '../../engine/export/notebook.ts';
import {
  exportPipelineYaml,
  type AzureJobOptions,
  type DataAssetName,
} from '../../engine/export/pipeline-yaml.ts';
import { datasetFile, exportPython, type PythonOptions } from '../../engine/export/python-script.ts';
import { exportSdk } from '../../engine/export/sdk-call.ts';
import { webServiceInputName } from '../../engine/export/pipeline-job.ts';
import { parsePipeline, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import { datasetNames } from '../../engine/pipeline/run.ts';
import { csvFile } from '../host/csv-file.ts';
import { findTable, readUserText, userPath } from '../host/user-files.ts';
import { parseArguments, usage, wordOption } from './arguments.ts';
import { csvOptions, readingWords } from './train-options.ts';

const kinds = ['python', 'yaml', 'sdk', 'notebook'] as const;
type Kind = (typeof kinds)[number];

/** Which options each kind of code takes. */
const optionsOf: Readonly<Record<Kind, readonly string[]>> = {
  python: ['data', ...Object.keys(readingWords)],
  notebook: ['data', ...Object.keys(readingWords)],
  yaml: ['asset', 'experiment', 'compute'],
  sdk: ['asset', 'experiment', 'compute', 'subscription', 'resource-group', 'workspace'],
};

/** `guidepost export`: prints a drawn pipeline as code. */
export async function exportDrawing(commandArguments: string[]): Promise<void> {
  const { values, words } = parseArguments(commandArguments, {
    as: { type: 'string' },
    data: { type: 'string' },
    ...readingWords,
    asset: { type: 'string' },
    experiment: { type: 'string' },
    compute: { type: 'string' },
    subscription: { type: 'string' },
    'resource-group': { type: 'string' },
    workspace: { type: 'string' },
  });
  if (words.length !== 1) {
    throw usage(
      words.length === 0
        ? 'export needs the file of a drawn pipeline.'
        : `export takes one pipeline, not ${words.length}: ${words.join(', ')}.`,
      'For example: guidepost export pipeline.json --as python',
    );
  }
  const kind = wordOption('as', values.as, kinds) ?? 'python';
  refuseStrangers(kind, values);
  const pipeline = parsePipeline(readUserText(userPath(words[0])));
  process.stdout.write(write(kind, pipeline, values));
  return Promise.resolve();
}

type Values = Readonly<Record<string, string | undefined>>;

function write(kind: Kind, pipeline: Pipeline, values: Values): string {
  switch (kind) {
    case 'python':
      return exportPython(pipeline, pythonOptions(pipeline, values));
    case 'notebook':
      return exportNotebook(pipeline, pythonOptions(pipeline, values));
    case 'yaml':
      return exportPipelineYaml(pipeline, jobOptions(pipeline, values));
    case 'sdk':
      return exportSdk(pipeline, {
        ...jobOptions(pipeline, values),
        ...(values.subscription !== undefined && { subscription: values.subscription }),
        ...(values['resource-group'] !== undefined && { resourceGroup: values['resource-group'] }),
        ...(values.workspace !== undefined && { workspace: values.workspace }),
      });
  }
}

/** An option that another kind of code takes would do nothing. */
function refuseStrangers(kind: Kind, values: Values): void {
  const known = new Set(['as', ...optionsOf[kind]]);
  const strangers = Object.keys(values).filter((name) => !known.has(name));
  if (strangers.length === 0) return;
  throw usage(
    `With --as ${kind} ${listNames(strangers.map((name) => `--${name}`))} would have no effect.`,
    `It takes ${listNames(
      optionsOf[kind].map((name) => `--${name}`),
      optionsOf[kind].length,
    )}.`,
  );
}

/** The file stands for whatever the drawing calls its dataset, as with `guidepost train --pipeline`. */
function pythonOptions(pipeline: Pipeline, values: Values): PythonOptions {
  const { data } = values;
  if (data === undefined) {
    const said = Object.keys(readingWords).filter((name) => values[name] !== undefined);
    if (said.length === 0) return {};
    throw usage(
      `${listNames(said.map((name) => `--${name}`))} without --data FILE.csv would have no effect.`,
      'Name the table too: it is looked at, so that the script reads it as Guidepost does.',
    );
  }
  const { file, notice } = findTable(data);
  if (notice !== undefined) process.stderr.write(notice + '\n');
  const found = { ...datasetFile(csvFile(file), csvOptions(values)), file: data };
  return { files: Object.fromEntries(datasetNames(pipeline).map((name) => [name, found])) };
}

function jobOptions(pipeline: Pipeline, { asset, experiment, compute }: Values): AzureJobOptions {
  const names = [...datasetNames(pipeline), webServiceInputName];
  return {
    ...(asset !== undefined && {
      data: Object.fromEntries(names.map((name) => [name, parseAsset(asset)])),
    }),
    ...(experiment !== undefined && { experiment }),
    ...(compute !== undefined && { compute }),
  };
}

function parseAsset(text: string): DataAssetName {
  const [, name, version] = /^([A-Za-z0-9_][\w.-]*)(?::([\w.-]+))?$/.exec(text) ?? [];
  if (name === undefined) {
    throw usage(`--asset is NAME or NAME:VERSION, not "${text}".`, 'For example: --asset loans:1');
  }
  return { name, ...(version !== undefined && { version }) };
}
