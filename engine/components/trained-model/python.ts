import { learnerPython } from '../../export/python/learners.ts';
import { definePythonPart } from '../../export/python/part.ts';
import { trainedModel } from './trained-model.ts';

export const trainedModelPython = definePythonPart(trainedModel, (node) => {
  const { labelKind, model, baselines } = node.settings.model;
  const { describe } = learnerPython(model.learner);
  const values = { ...model, labelKind, positiveShare: baselines?.positiveShare };
  const output = node.output('model');
  return {
    tools: [describe.tool],
    lines: [`${output} = ${node.constant('model', values, 'What training has found.')}`],
    report: { group: 'models', expression: `${describe.name}(${output})` },
  };
});
