import {
  logisticProbabilitiesTool,
  trainTwoClassLogisticRegressionTool,
} from '../../components/two-class-logistic-regression/python.ts';
import type { PythonTool } from './part.ts';
import {
  describeWeightsTool,
  evaluateTwoClassTool,
  plotTwoClassTool,
  scoreTwoClassTool,
} from './two-class.ts';

/** What a script calls for a learner: to train it, to score rows, to evaluate scores. */
export interface LearnerPython {
  readonly train: PythonCall;
  /** A call that gives a model's report. */
  readonly describe: PythonCall;
  /** A call that gives what the score call takes in beside model and table. */
  readonly predict: PythonCall;
  readonly score: PythonCall;
  readonly evaluate: PythonCall;
  /** Draws scored rows on axes of matplotlib. */
  readonly plot: PythonCall;
}

/** A function with its source. */
export interface PythonCall {
  readonly name: string;
  readonly tool: PythonTool;
}

const call = (tool: PythonTool): PythonCall => ({ name: tool.names[0] ?? '', tool });

const twoClass = {
  score: call(scoreTwoClassTool),
  evaluate: call(evaluateTwoClassTool),
  plot: call(plotTwoClassTool),
};

const learners: Readonly<Record<string, LearnerPython>> = {
  'two-class-logistic-regression': {
    train: call(trainTwoClassLogisticRegressionTool),
    describe: call(describeWeightsTool),
    predict: call(logisticProbabilitiesTool),
    ...twoClass,
  },
};

/** What a script calls for a learner by the type of its component. */
export function learnerPython(type: string): LearnerPython {
  const found = learners[type];
  if (!found) throw new Error(`The learner "${type}" has no Python.`);
  return found;
}
