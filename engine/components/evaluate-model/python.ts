import { learnerOf } from '../../export/python/learner-of.ts';
import { definePythonPart, type PythonTool } from '../../export/python/part.ts';
import { evaluateModel } from './evaluate-model.ts';

export const evaluateModelPython = definePythonPart(evaluateModel, (node) => {
  const threshold = node.constant('threshold');
  const evaluation = node.output('evaluation');
  const tools: PythonTool[] = [];
  const lines = ['scored', 'compared'].flatMap((port) => {
    const scoring = node.source(port);
    if (!scoring) return [];
    const { evaluate } = learnerOf(scoring);
    tools.push(evaluate.tool);
    return [`    ${evaluate.name}(${scoring.input('model')}, ${node.input(port)}, ${threshold}),`];
  });
  return {
    tools,
    lines: [`${evaluation} = [`, ...lines, ']'],
    report: { group: 'evaluations', expression: evaluation },
  };
});
