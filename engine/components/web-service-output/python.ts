import { definePythonPart } from '../../export/python/part.ts';
import { plainRowsTool } from '../../export/python/tables.ts';
import { webServiceOutput } from './web-service-output.ts';

export const webServiceOutputPython = definePythonPart(webServiceOutput, (node) => {
  const answer = node.variable('rows');
  return {
    tools: [plainRowsTool],
    lines: [`${answer} = plain_rows(${node.input('table')})`],
    report: { group: 'answers', expression: answer },
  };
});
