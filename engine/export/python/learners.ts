import { trainTreesRegressionTool } from '../../components/boosted-decision-tree-regression/python.ts';
import { trainLinearRegressionTool, weightedSumsTool } from '../../components/linear-regression/python.ts';
import {
  trainMulticlassLogisticRegressionTool,
  weightedClassesTool,
} from '../../components/multiclass-logistic-regression/python.ts';
import {
  networkClassesTool,
  trainMulticlassNetworkTool,
} from '../../components/multiclass-neural-network/python.ts';
import {
  networkValuesTool,
  trainNetworkRegressionTool,
} from '../../components/neural-network-regression/python.ts';
import {
  trainTwoClassTreesTool,
  treeProbabilitiesTool,
} from '../../components/two-class-boosted-decision-tree/python.ts';
import {
  trainTwoClassLogisticRegressionTool,
  weightedProbabilitiesTool,
} from '../../components/two-class-logistic-regression/python.ts';
import {
  networkProbabilitiesTool,
  trainTwoClassNetworkTool,
} from '../../components/two-class-neural-network/python.ts';
import { learnerTasks, type Learner, type Task } from '../../train/learner.ts';
import { evaluateClassesTool, plotClassesTool, scoreClassesTool } from './classes.ts';
import { describeClassWeightsTool, describeModelTool, describeWeightsTool } from './describe.ts';
import type { PythonTool } from './part.ts';
import { treeScoresTool } from './trees.ts';
import { evaluateTwoClassTool, plotTwoClassTool, scoreTwoClassTool } from './two-class.ts';
import { evaluateValuesTool, plotValuesTool, scoreValuesTool } from './values.ts';

/** A function of a script with its source. */
export interface PythonCall {
  readonly name: string;
  readonly tool: PythonTool;
}

/** What a script calls for models of a task: to add columns to a table, to evaluate them, to draw them. */
interface TaskPython {
  readonly score: PythonCall;
  readonly evaluate: PythonCall;
  readonly plot: PythonCall;
}

/** What a script calls for a learner. */
export interface LearnerPython extends TaskPython {
  readonly task: Task;
  readonly train: PythonCall;
  /** Tells of a model in the report. */
  readonly describe: PythonCall;
  /** What a model that the script has trained says of rows. */
  readonly predict: PythonCall;
  /** What a model that Guidepost has trained says of rows. */
  readonly predictTrained: PythonCall;
}

const call = (tool: PythonTool, name = tool.names[0]): PythonCall => ({ name, tool });

const tasks: Readonly<Record<Task, TaskPython>> = {
  binary: {
    score: call(scoreTwoClassTool),
    evaluate: call(evaluateTwoClassTool),
    plot: call(plotTwoClassTool),
  },
  multiclass: {
    score: call(scoreClassesTool),
    evaluate: call(evaluateClassesTool),
    plot: call(plotClassesTool),
  },
  regression: {
    score: call(scoreValuesTool),
    evaluate: call(evaluateValuesTool, 'evaluate_values'),
    plot: call(plotValuesTool),
  },
};

type OwnPython = Pick<LearnerPython, 'train' | 'describe' | 'predict'> &
  Partial<Pick<LearnerPython, 'predictTrained'>>;

const learners: Readonly<Record<Learner, OwnPython>> = {
  'two-class-logistic-regression': {
    train: call(trainTwoClassLogisticRegressionTool),
    describe: call(describeWeightsTool),
    predict: call(weightedProbabilitiesTool),
  },
  'two-class-boosted-decision-tree': {
    train: call(trainTwoClassTreesTool),
    describe: call(describeModelTool),
    predict: call(trainTwoClassTreesTool, 'boosted_probabilities'),
    predictTrained: call(treeProbabilitiesTool),
  },
  'two-class-neural-network': {
    train: call(trainTwoClassNetworkTool),
    describe: call(describeModelTool),
    predict: call(networkProbabilitiesTool),
  },
  'multiclass-logistic-regression': {
    train: call(trainMulticlassLogisticRegressionTool),
    describe: call(describeClassWeightsTool),
    predict: call(weightedClassesTool),
  },
  'multiclass-neural-network': {
    train: call(trainMulticlassNetworkTool),
    describe: call(describeModelTool),
    predict: call(networkClassesTool),
  },
  'linear-regression': {
    train: call(trainLinearRegressionTool),
    describe: call(describeWeightsTool),
    predict: call(weightedSumsTool),
  },
  'boosted-decision-tree-regression': {
    train: call(trainTreesRegressionTool),
    describe: call(describeModelTool),
    predict: call(trainTreesRegressionTool, 'boosted_values'),
    predictTrained: call(treeScoresTool),
  },
  'neural-network-regression': {
    train: call(trainNetworkRegressionTool),
    describe: call(describeModelTool),
    predict: call(networkValuesTool),
  },
};

/** What a script calls for a learner. */
export function learnerPython(learner: Learner): LearnerPython {
  const task = learnerTasks[learner];
  const own = learners[learner];
  return { task, ...tasks[task], predictTrained: own.predict, ...own };
}

/** The learner of an untrained model's component; its type is the learner's name. */
export function learnerOfComponent(type: string): Learner {
  if (!Object.hasOwn(learnerTasks, type)) throw new Error(`The component "${type}" is no learner.`);
  return type as Learner;
}
