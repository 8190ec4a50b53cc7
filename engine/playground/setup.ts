import * as z from 'zod';
import { onlyColumns } from '../components/column-rules.ts';
import { findComponent } from '../components/registry.ts';
import type { Pipeline, PipelineNode } from '../pipeline/pipeline.ts';
import { trainingPipeline } from '../pipeline/templates.ts';
import { learnersOf, learnerTasks, type Learner, type Task, type UntrainedModel } from '../train/learner.ts';
import { learnerNotKnown } from './errors.ts';

/** A learner by its component, with the settings that differ from the component's defaults. */
export const learnerChoiceSchema = z.strictObject({
  component: z.string().describe('The type of the component, such as two-class-logistic-regression.'),
  settings: z.record(z.string(), z.unknown()).describe('Settings that differ from the defaults.'),
});

/** What is trained on a table, and how. */
export const trainingSetupSchema = z.strictObject({
  label: z.string().min(1).describe('The column to predict.'),
  positive: z.string().describe('The positive class of two; empty takes the last one in sorted order.'),
  features: z.array(z.string()).min(1).describe('The columns that the model sees.'),
  missing: z
    .enum(['none', 'impute', 'drop-rows'])
    .describe(
      'What happens to rows with gaps: they stay, are filled from the training rows, or are left out.',
    ),
  fraction: z.number().gt(0).lt(1).describe('The share of rows that train the model.'),
  seed: z.int().min(0).describe('The same seed gives the same split.'),
});

export type LearnerChoice = z.output<typeof learnerChoiceSchema>;
export type TrainingSetup = z.output<typeof trainingSetupSchema>;

/** The components of the learners of a task that the playground trains. */
export function learnersFor(task: Task): Learner[] {
  return learnersOf(task).filter((component) => findComponent(component));
}

/** The task of a learner. Error: `learner-not-known`. */
export function taskOfLearner(component: string): Task {
  if (!Object.hasOwn(learnerTasks, component)) throw learnerNotKnown(component, learnersOf());
  return learnerTasks[component as Learner];
}

/** The learner with its settings, ready to be trained. Errors: `learner-not-known`, and zod's where a setting is wrong. */
export async function untrainedModel({ component, settings }: LearnerChoice): Promise<UntrainedModel> {
  taskOfLearner(component);
  const found = findComponent(component);
  if (!found) throw learnerNotKnown(component, learnersOf());
  const outputs = await found.run({}, found.settings.parse(settings), { datasets: {} });
  return outputs.model as UntrainedModel;
}

/**
 * The training as a pipeline for the designer: it trains the same model on the same rows. Nodes are named as in
 * `trainingPipeline`; the columns that the model sees are chosen by name.
 */
export function setupPipeline(
  setup: TrainingSetup,
  { component, settings }: LearnerChoice,
  dataset: string,
): Pipeline {
  const { label, positive, features, missing, fraction, seed } = setup;
  const task = taskOfLearner(component);
  const drawn = trainingPipeline({
    label,
    ...(task === 'binary' && positive !== '' && { positive }),
    // A place for the choice of columns; it is made by name below.
    drop: [label],
    missing,
    split: fraction,
    seed,
    dataset,
  });
  const nodes = drawn.nodes.map((node): PipelineNode => {
    switch (node.id) {
      case 'select':
        return { ...node, settings: { columns: onlyColumns([...features, label]) } };
      case 'split':
        return task === 'regression' ? { ...node, settings: { fraction, seed } } : node;
      case 'learner':
        return { ...node, component, version: findComponent(component)?.version ?? 1, settings };
      default:
        return node;
    }
  });
  return { ...drawn, nodes };
}
