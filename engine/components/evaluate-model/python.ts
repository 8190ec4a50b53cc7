import { modelPython } from '../../export/python/model-python.ts';
import { definePythonPart, type PythonTool } from '../../export/python/part.ts';
import { evaluateModel } from './evaluate-model.ts';

export const evaluateModelPython = definePythonPart(evaluateModel, (node) => {
  const threshold = node.constant('threshold');
  const evaluation = node.output('evaluation');
  const tools: PythonTool[] = [];
  const plots: PythonTool[] = [];
  const pictures: string[] = [];
  const lines = ['scored', 'compared'].flatMap((port) => {
    const scoring = node.source(port);
    if (!scoring) return [];
    const { evaluate, plot } = modelPython(scoring);
    tools.push(evaluate.tool);
    if (!plots.includes(plot.tool)) plots.push(plot.tool);
    const axes = `axes[0, ${pictures.length}]`;
    pictures.push(
      `${plot.name}(${axes}, ${scoring.input('model')}, ${node.input(port)})\n    ${axes}.set_title("${scoring.id}")`,
    );
    return [`    ${evaluate.name}(${scoring.input('model')}, ${node.input(port)}, ${threshold}),`];
  });
  return {
    tools,
    lines: [`${evaluation} = [`, ...lines, ']'],
    plot: { tools: plots, pictures: pictures.length, lines: pictures },
    report: { group: 'evaluations', expression: evaluation },
  };
});
