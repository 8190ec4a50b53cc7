import { trainedModel } from '../../components/trained-model/trained-model.ts';
import { learnerOfComponent, learnerPython, type LearnerPython, type PythonCall } from './learners.ts';
import type { PythonNode } from './part.ts';

/** What a script calls for the model that flows into a node, be it trained in the script or before. */
export function modelPython(node: Pick<PythonNode, 'source'>): LearnerPython & { readonly ask: PythonCall } {
  const source = node.source('model');
  if (source?.component === trainedModel.type) {
    const { model } = trainedModel.settings.parse(source.settings).model;
    const python = learnerPython(model.learner);
    return { ...python, ask: python.predictTrained };
  }
  const python = learnerPython(learnerOfComponent(source?.source('learner')?.component ?? ''));
  return { ...python, ask: python.predict };
}
