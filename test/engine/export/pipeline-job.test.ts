import { describe, expect, it } from 'vitest';
import { exportPipelineJob, importPipelineJob } from '../../../engine/export/pipeline-job.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { trainingPipeline, tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';

const componentId = (type: string, version: number): string => `azureml:${type}:${version}`;
const component = (id: string): { type: string; version: number } => {
  const [, type, version] = id.split(':');
  return { type, version: Number(version) };
};

/** Nodes in any order, edges in any order, without the ids of datasets. */
function essence({ nodes, edges }: Pipeline): unknown {
  const datasets = new Set(nodes.filter((node) => node.component === 'dataset').map(({ id }) => id));
  const id = (node: string): string => (datasets.has(node) ? 'dataset' : node);
  return {
    nodes: nodes.map((node) => ({ ...node, id: id(node.id) })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: edges.map(({ from, to }) => `${id(from.node)}.${from.port} → ${to.node}.${to.port}`).sort(),
  };
}

describe('a drawn pipeline', () => {
  it.each([
    ['of the tutorial', tutorialPipeline()],
    ['with hyphens in its ids', trainingPipeline({ label: 'y', missing: 'impute', dataset: 'loans' })],
  ])('%s becomes a job and is drawn again from it', (_, pipeline) => {
    const job = exportPipelineJob(pipeline, { componentId });
    expect(job.inputs).toEqual(['loans']);
    expect(Object.keys(job.steps).every((key) => /^[a-z]\w*$/.test(key))).toBe(true);
    const again = importPipelineJob(
      pipeline.name,
      JSON.parse(JSON.stringify(job.steps)) as object as never,
      component,
    );
    expect(validatePipeline(again)).toEqual([]);
    expect(essence(again)).toEqual(essence(pipeline));
  });

  it('gives a node the compute of its own', () => {
    const { steps } = exportPipelineJob(tutorialPipeline(), {
      componentId,
      computeId: (node) => (node === 'train' ? 'big' : undefined),
    });
    expect(steps.train.computeId).toBe('big');
    expect(steps.split).not.toHaveProperty('computeId');
  });
});

describe('a job of another make is refused', () => {
  const { steps } = exportPipelineJob(tutorialPipeline(), { componentId });
  it.each([
    ['with a foreign component', { train: { ...steps.train, componentId: 'azureml:other:1' } }, 'not one of'],
    [
      'with a binding that leads nowhere',
      {
        score: {
          ...steps.score,
          inputs: { model: { job_input_type: 'literal', value: '${{parent.jobs.nobody.outputs.x}}' } },
        },
      },
      'leads nowhere',
    ],
    [
      'with settings that are not JSON',
      { train: { ...steps.train, inputs: { settings: { job_input_type: 'literal', value: '{' } } } },
      'not JSON',
    ],
  ])('%s', (_, changed, words) => {
    const known = (id: string): ReturnType<typeof component> | undefined =>
      id.includes('other') ? undefined : component(id);
    expect(() => importPipelineJob('x', { ...steps, ...changed }, known)).toThrow(words);
  });
});
