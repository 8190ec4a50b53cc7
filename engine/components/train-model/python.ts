import { learnerOfComponent, learnerPython } from '../../export/python/learners.ts';
import { definePythonPart } from '../../export/python/part.ts';
import { trainModel } from './train-model.ts';

export const trainModelPython = definePythonPart(trainModel, (node) => {
  const learner = learnerOfComponent(node.source('learner')?.component ?? '');
  const { task, train, describe } = learnerPython(learner);
  const given = [node.input('learner'), node.input('table'), node.constant('label')];
  if (task === 'binary' && node.settings.positive !== '') given.push(node.constant('positive'));
  const model = node.output('model');
  return {
    tools: [train.tool, describe.tool],
    lines: [`${model} = ${train.name}(${given.join(', ')})`],
    report: { group: 'models', expression: `${describe.name}(${model})` },
  };
});
