import type { TrainedModel } from '../../../engine/components/values.ts';
import { findComponent } from '../../../engine/components/registry.ts';
import { sourceOf } from '../../../engine/pipeline/graph.ts';
import type { Pipeline, PortReference } from '../../../engine/pipeline/pipeline.ts';
import type { EvaluatedRun } from '../../evaluation/evaluated-run.ts';
import type { OutputAccess } from './output-access.ts';

/** What an Evaluate Model has compared: the scored tables of its inputs, each with its model. */
export async function evaluatedRuns(
  pipeline: Pipeline,
  node: string,
  outputs: OutputAccess,
): Promise<EvaluatedRun[]> {
  const runs = await Promise.all(
    ['scored', 'compared'].map(async (port) => {
      const scored = sourceOf(pipeline, node, port);
      return scored && readRun(pipeline, scored, outputs);
    }),
  );
  return runs.filter((run) => run !== undefined);
}

async function readRun(
  pipeline: Pipeline,
  source: PortReference,
  outputs: OutputAccess,
): Promise<EvaluatedRun | undefined> {
  const { type, value } = await outputs.output(source.node, source.port);
  if (type !== 'scored-table') return undefined;
  const from = sourceOf(pipeline, source.node, 'model');
  const model = from && ((await outputs.output(from.node, from.port)).value as TrainedModel);
  const learner = model && findComponent(model.model.learner)?.name;
  return {
    name: learner === undefined ? source.node : `${learner} (${source.node})`,
    part: from && hasSeen(pipeline, from.node, source.node) ? 'train' : 'test',
    scored: value,
    model,
  };
}

/** Whether the rows that were scored are the very rows that the model was trained on. */
function hasSeen(pipeline: Pipeline, trainer: string, scorer: string): boolean {
  const trained = sourceOf(pipeline, trainer, 'table');
  const scored = sourceOf(pipeline, scorer, 'table');
  return trained !== undefined && trained.node === scored?.node && trained.port === scored.port;
}
