import fc from 'fast-check';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  componentOfId,
  exportPipelineJob,
  importPipelineJob,
  registeredName,
} from '../../../engine/export/pipeline-job.ts';
import { exportPipelineYaml, type AzureJobOptions } from '../../../engine/export/pipeline-yaml.ts';
import { exportSdk, type SdkOptions } from '../../../engine/export/sdk-call.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import { createRandom } from '../../../engine/random.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { derive, splitThenClean } from '../../support/inference-drawings.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';
import { logisticRegression, oddDrawing, oddTable } from '../../support/random-drawings.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

interface YamlJob {
  readonly type: string;
  readonly display_name: string;
  readonly experiment_name: string;
  readonly settings: Record<string, unknown>;
  readonly inputs: Record<string, { type: string; path: string; mode: string }>;
  readonly jobs: Record<
    string,
    {
      readonly type: string;
      readonly component: string;
      readonly display_name: string;
      readonly compute?: string;
      readonly inputs: Record<string, string>;
      readonly outputs?: Record<string, { type: string; path: string }>;
    }
  >;
}

const options: AzureJobOptions = {
  data: { loans: { name: 'loan-applications', version: '3' } },
  experiment: 'loan approval',
  compute: 'cpu-cluster',
  computes: { train: 'big' },
  outputFolder: 'azureml://datastores/workspaceblobstore/paths/azureml/loans-1/',
};

/** The job that the host would submit, under the short names of files. */
const submitted = (pipeline: Pipeline) =>
  exportPipelineJob(pipeline, {
    componentId: (type, version) => `azureml:${registeredName(type)}:${version}`,
    computeId: (node) => (node === 'train' ? 'azureml:big' : undefined),
    outputUri: (step, port) =>
      `azureml://datastores/workspaceblobstore/paths/azureml/loans-1/${step}/${port}`,
  });

/** The file says what the host submits, and is drawn again from it. */
function expectSameJob(text: string, pipeline: Pipeline): void {
  for (const version of ['1.1', '1.2'] as const) {
    const job = parse(text, { version }) as YamlJob;
    const { steps, inputs } = submitted(pipeline);
    expect(job.display_name).toBe(pipeline.name.toWellFormed());
    expect(Object.keys(job.inputs)).toEqual(inputs);
    expect(Object.keys(job.jobs)).toEqual(Object.keys(steps));
    for (const [key, step] of Object.entries(steps)) {
      const own = job.jobs[key];
      expect(own.type).toBe('command');
      expect(own.component).toBe(step.componentId);
      expect(own.display_name).toBe(step.display_name);
      expect(own.compute).toBe(step.computeId);
      expect(own.inputs).toEqual(
        Object.fromEntries(Object.entries(step.inputs).map(([port, { value }]) => [port, value])),
      );
      expect(own.outputs ?? {}).toEqual(
        Object.fromEntries(
          Object.entries(step.outputs).map(([port, { uri }]) => [port, { type: 'uri_folder', path: uri }]),
        ),
      );
    }
    const again = importPipelineJob(
      pipeline.name,
      Object.fromEntries(
        Object.entries(job.jobs).map(([key, { component, inputs: given, ...step }]) => [
          key,
          {
            ...step,
            componentId: component,
            inputs: Object.fromEntries(Object.entries(given).map(([port, value]) => [port, { value }])),
          },
        ]),
      ),
      (id) => componentOfId(id.replace(/^azureml:(\w+):(\d+)$/, '/components/$1/versions/$2')),
    );
    expect(validatePipeline(again)).toEqual([]);
    for (const node of pipeline.nodes) {
      if (node.component === 'dataset') continue;
      expect(again.nodes.find(({ id }) => id === node.id)?.settings).toEqual(node.settings);
    }
  }
}

describe('the YAML of a drawing', () => {
  it('is the job that the host submits, with data assets, experiment and computes', () => {
    const text = exportPipelineYaml(tutorialPipeline(), options);
    expectSameJob(text, tutorialPipeline());
    const job = parse(text) as YamlJob;
    expect(job.type).toBe('pipeline');
    expect(job.experiment_name).toBe('loan approval');
    expect(job.settings).toEqual({
      default_compute: 'azureml:cpu-cluster',
      continue_on_step_failure: false,
    });
    expect(job.inputs).toEqual({
      loans: { type: 'mltable', path: 'azureml:loan-applications:3', mode: 'eval_mount' },
    });
  });

  it('names what the options leave open', () => {
    const job = parse(exportPipelineYaml(tutorialPipeline())) as YamlJob;
    expect(job.inputs.loans.path).toBe('azureml:loans@latest');
    expect(job.jobs.train).not.toHaveProperty('compute');
    expect(job.jobs.train).not.toHaveProperty('outputs');
  });

  it('is the same job for random drawings of hostile names', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed >>> 0);
        const { table, label } = oddTable(random);
        const pipeline = oddDrawing(random, table, label, logisticRegression);
        expectSameJob(exportPipelineYaml(pipeline, options), pipeline);
      }),
      { numRuns: 60 },
    );
  });

  it('lets no settings pass for a binding, or end the quotes of a command', () => {
    const { steps } = exportPipelineJob(
      tutorialPipeline({ label: "it's ${{parent.inputs.loans}}\u2028", drop: [] }),
      { componentId: (type) => type },
    );
    const { value } = steps.train.inputs.settings;
    expect(value).not.toMatch(/'|\$\{\{|\u2028/);
    expect(JSON.parse(value)).toMatchObject({ label: "it's ${{parent.inputs.loans}}\u2028" });
  });

  it('of a real-time inference pipeline takes the rows of the web service', async () => {
    await startTensorFlowForTests();
    const { pipeline } = await derive(splitThenClean);
    const job = parse(
      exportPipelineYaml(pipeline, { data: { WebServiceInput0: { name: 'rows', version: '1' } } }),
    ) as YamlJob;
    expect(job.inputs).toEqual({
      WebServiceInput0: { type: 'mltable', path: 'azureml:rows:1', mode: 'eval_mount' },
    });
    expect(job.jobs.web_service_input.inputs.rows).toBe('${{parent.inputs.WebServiceInput0}}');
  });
});

const python = pythonOrReason();

interface SentJob {
  readonly display_name: string;
  readonly compute: string;
  readonly experiment: string;
  readonly settings: object;
  readonly inputs: Record<string, { type: string; path: string; mode: string }>;
  readonly jobs: Record<
    string,
    {
      readonly component: string;
      readonly compute: string | null;
      readonly inputs: Record<string, string>;
      readonly outputs: Record<string, { type: string; path: string }>;
    }
  >;
}

describe.skipIf(!python)('the SDK call of a drawing', () => {
  let session: PythonSession;
  beforeAll(() => {
    session = new PythonSession();
  });
  afterAll(() => session.end());

  /** What a stand-in for azure-ai-ml was told to send. */
  async function send(folder: string, pipeline: Pipeline, given: SdkOptions): Promise<SentJob> {
    writeFileSync(path.join(folder, 'submit.py'), exportSdk(pipeline, given));
    const { stdout, error } = await session.run(folder, 'submit.py');
    expect(error).toBe('');
    return JSON.parse(stdout.split('\n')[0]) as SentJob;
  }

  function folderWithStandIn(): string {
    const folder = temporaryFolder();
    for (const [module, text] of [
      ['azure', ''],
      ['azure/ai', ''],
      [
        'azure/ai/ml',
        readFileSync(path.resolve(import.meta.dirname, '../../support/azure_ai_ml.py'), 'utf8'),
      ],
      ['azure/identity', 'class DefaultAzureCredential: pass\n'],
    ]) {
      mkdirSync(path.join(folder, module), { recursive: true });
      writeFileSync(path.join(folder, module, '__init__.py'), text);
    }
    return folder;
  }

  it('sends the job that the host submits, also for random drawings of hostile names', async () => {
    const folder = folderWithStandIn();
    const { inputs, compute, experiment, settings } = await send(folder, tutorialPipeline(), options);
    expect({ compute, experiment, settings }).toEqual({
      compute: 'cpu-cluster',
      experiment: 'loan approval',
      settings: { continue_on_step_failure: false },
    });
    expect(inputs).toEqual({
      loans: { type: 'mltable', path: 'azureml:loan-applications:3', mode: 'eval_mount' },
    });
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = createRandom(seed >>> 0);
        const { table, label } = oddTable(random);
        const pipeline = oddDrawing(random, table, label, logisticRegression);
        const sent = await send(folder, pipeline, options);
        const { steps } = submitted(pipeline);
        expect(sent.display_name).toBe(pipeline.name);
        expect(Object.keys(sent.jobs).sort()).toEqual(Object.keys(steps).sort());
        for (const [key, step] of Object.entries(steps)) {
          const own = sent.jobs[key];
          expect(own.component).toBe(step.componentId);
          expect(own.compute).toBe(step.computeId?.replace('azureml:', '') ?? null);
          const { settings: text, ...bindings } = own.inputs;
          const { settings: ownSettings, ...ownBindings } = step.inputs;
          expect(text).not.toMatch(/'|\$\{\{/);
          expect(JSON.parse(text)).toEqual(JSON.parse(ownSettings.value));
          expect(bindings).toEqual(
            Object.fromEntries(Object.entries(ownBindings).map(([port, { value }]) => [port, value])),
          );
          expect(own.outputs).toEqual(
            Object.fromEntries(
              Object.entries(step.outputs).map(([port, { uri }]) => [
                port,
                { type: 'uri_folder', path: uri },
              ]),
            ),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});
