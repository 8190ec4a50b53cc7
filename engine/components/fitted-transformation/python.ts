import { definePythonPart } from '../../export/python/part.ts';
import { fittedTransformation } from './fitted-transformation.ts';

export const fittedTransformationPython = definePythonPart(fittedTransformation, (node) => {
  const { removeRows, removeColumns, replacements } = node.settings.transformation;
  const values = node.constant('transformation', {
    remove_rows: removeRows,
    remove_columns: removeColumns,
    replacements: new Map(replacements.map(({ column, value }) => [column, value])),
  });
  return { tools: [], lines: [`${node.output('transformation')} = ${values}`] };
});
