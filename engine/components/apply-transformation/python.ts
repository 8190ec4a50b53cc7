import { definePythonPart } from '../../export/python/part.ts';
import { applyCleaningTool } from '../clean-missing-data/python.ts';
import { applyTransformation } from './apply-transformation.ts';

export const applyTransformationPython = definePythonPart(applyTransformation, (node) => {
  const given = [node.input('transformation'), node.input('table')];
  if (node.settings.optionalColumns.length > 0) given.push(node.constant('optionalColumns'));
  return {
    tools: [applyCleaningTool],
    lines: [`${node.output('table')} = apply_cleaning(${given.join(', ')})`],
  };
});
