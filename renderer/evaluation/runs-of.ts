import { findComponent } from '../../engine/components/registry.ts';
import { scoreModel } from '../../engine/components/score-model/score-model.ts';
import type { ScoredTable, TrainedModel } from '../../engine/components/values.ts';
import { sourceOf } from '../../engine/pipeline/graph.ts';
import type { Pipeline, PortReference } from '../../engine/pipeline/pipeline.ts';
import type { Table } from '../../engine/table/table.ts';
import { hostText } from '../parts/host-text.ts';
import type { EvaluatedRun } from './evaluated-run.ts';

/** What a component of a run has put out; rejects where it has not completed. */
export type ReadOutput = (node: string, port: string) => Promise<unknown>;

/** What an Evaluate Model of a run compares, each as a run of the report. */
export async function evaluatedRunsOf(
  pipeline: Pipeline,
  evaluate: string,
  output: ReadOutput,
): Promise<EvaluatedRun[]> {
  const runs: EvaluatedRun[] = [];
  const scorers: string[] = [];
  for (const port of ['scored', 'compared']) {
    const source = sourceOf(pipeline, evaluate, port);
    if (!source) continue;
    const scored = (await output(source.node, source.port)) as ScoredTable;
    const model = await modelOf(pipeline, source, output);
    runs.push({ name: learnerName(model, source.node), part: partOf(pipeline, source), scored, model });
    scorers.push(source.node);
  }
  // Two models of one learner are told apart by their Score Model.
  const isTwice = runs.length === 2 && runs[0].name === runs[1].name;
  return isTwice ? runs.map((run, i) => ({ ...run, name: `${run.name} (${scorers[i]})` })) : runs;
}

/** The same model on the rows that it was trained on; nothing where the drawing does not say which these are. */
export async function trainingRunOf(
  pipeline: Pipeline,
  evaluate: string,
  output: ReadOutput,
): Promise<EvaluatedRun | undefined> {
  const source = sourceOf(pipeline, evaluate, 'scored');
  const train = source && trainerOf(pipeline, source.node);
  const rows = train && sourceOf(pipeline, train, 'table');
  if (!source || !rows || partOf(pipeline, source) === 'train') return undefined;
  const model = await modelOf(pipeline, source, output);
  if (!model) return undefined;
  const table = (await output(rows.node, rows.port)) as Table;
  const { scored } = await scoreModel.run({ model, table }, {}, { datasets: {} });
  return { name: learnerName(model, source.node), part: 'train', scored, model };
}

async function modelOf(
  pipeline: Pipeline,
  { node }: PortReference,
  output: ReadOutput,
): Promise<TrainedModel | undefined> {
  const source = sourceOf(pipeline, node, 'model');
  return source && ((await output(source.node, source.port)) as TrainedModel);
}

/** The Train Model whose model a Score Model asks. */
function trainerOf(pipeline: Pipeline, score: string): string | undefined {
  const source = sourceOf(pipeline, score, 'model');
  return pipeline.nodes.find(({ id, component }) => id === source?.node && component === 'train-model')?.id;
}

/** Whether the scored rows are the very ones that the model was trained on. */
function partOf(pipeline: Pipeline, { node }: PortReference): EvaluatedRun['part'] {
  const train = trainerOf(pipeline, node);
  const [learnt, scored] = [train && sourceOf(pipeline, train, 'table'), sourceOf(pipeline, node, 'table')];
  return learnt && learnt.node === scored?.node && learnt.port === scored.port ? 'train' : 'test';
}

function learnerName(model: TrainedModel | undefined, fallback: string): string {
  const component = model && findComponent(model.model.learner);
  return component ? hostText(component.name) : fallback;
}
