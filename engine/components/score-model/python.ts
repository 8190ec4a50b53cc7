import { modelPython } from '../../export/python/model-python.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { plainRowsTool } from '../../export/python/tables.ts';
import { scoreModel } from './score-model.ts';

const predictionsTool: PythonTool = {
  names: ['predictions'],
  needs: [plainRowsTool],
  source: python`
def predictions(scored):
    """What was predicted, by the rows' numbers in the file."""
    columns = [name for name in scored.columns if name.startswith("Scored ")]
    return {"rows": [int(number) for number in scored.index], "columns": columns,
            "values": [list(row.values()) for row in plain_rows(scored[columns])]}
`,
};

export const scoreModelPython = definePythonPart(scoreModel, (node) => {
  const { ask, score } = modelPython(node);
  const [model, table, scored] = [node.input('model'), node.input('table'), node.output('scored')];
  return {
    tools: [ask.tool, score.tool, predictionsTool],
    lines: [`${scored} = ${score.name}(${model}, ${table}, ${ask.name}(${model}, ${table}))`],
    report: { group: 'predictions', expression: `predictions(${scored})` },
  };
});
