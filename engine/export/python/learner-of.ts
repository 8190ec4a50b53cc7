import { trainedModel } from '../../components/trained-model/trained-model.ts';
import { learnerPython, type LearnerPython } from './learners.ts';
import type { PythonNode } from './part.ts';

/** The learner behind the model that flows into a node: of Train Model the one that it was given. */
export function learnerOf(node: Pick<PythonNode, 'source'>, port = 'model'): LearnerPython {
  const source = node.source(port);
  if (source?.component === trainedModel.type) {
    return learnerPython(trainedModel.settings.parse(source.settings).model.model.learner);
  }
  return learnerPython(source?.source('learner')?.component ?? '');
}
