import type { Pipeline } from '../pipeline/pipeline.ts';
import { trainingPipeline, type TrainingOptions } from '../pipeline/templates.ts';
import type { Candidate } from './candidates.ts';

/** A training pipeline with the learner and the settings of an entry: from the dataset to Evaluate Model. */
export function pipelineFor(
  { component, settings }: Candidate,
  options: Omit<TrainingOptions, 'learner' | 'l2Weight'>,
): Pipeline {
  return trainingPipeline({ missing: 'impute', ...options, learner: { component, settings } });
}
