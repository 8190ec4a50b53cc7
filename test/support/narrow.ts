import type {
  BinaryEvaluation,
  EvaluationResult,
  MulticlassEvaluation,
  RegressionEvaluation,
} from '../../engine/components/values.ts';
import type { Model } from '../../engine/train/model.ts';

interface EvaluationOf {
  readonly binary: BinaryEvaluation;
  readonly multiclass: MulticlassEvaluation;
  readonly regression: RegressionEvaluation;
}

/** The evaluation of a task; an error where it is of another. */
export function evaluationOf<Task extends keyof EvaluationOf>(
  task: Task,
  result: EvaluationResult,
): EvaluationOf[Task] {
  if (result.task !== task) throw new Error(`expected a ${task} evaluation, not ${result.task}`);
  return result as EvaluationOf[Task];
}

/** The model of a learner; an error where it is another's. */
export function modelOf<Learner extends Model['learner']>(
  learner: Learner,
  model: Model,
): Extract<Model, { learner: Learner }> {
  if (model.learner !== learner) throw new Error(`expected a ${learner}, not ${model.learner}`);
  return model as Extract<Model, { learner: Learner }>;
}
