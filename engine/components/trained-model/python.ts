import { learnerPython } from '../../export/python/learners.ts';
import { definePythonPart } from '../../export/python/part.ts';
import { trainedModel } from './trained-model.ts';

export const trainedModelPython = definePythonPart(trainedModel, (node) => {
  const { labelKind, model, baselines } = node.settings.model;
  const { describe } = learnerPython(model.learner);
  const notNeeded = ['formatVersion', 'passes', 'losses', 'importance'];
  const needed = Object.entries(model).filter(([name]) => !notNeeded.includes(name));
  const values = new Map<string, unknown>([...needed, ['labelKind', labelKind]]);
  if (baselines) values.set('positiveShare', baselines.positiveShare);
  const output = node.output('model');
  return {
    tools: [describe.tool],
    lines: [`${output} = ${node.constant('model', values, 'What training has found.')}`],
    report: { group: 'models', expression: `${describe.name}(${output})` },
  };
});
