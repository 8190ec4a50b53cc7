import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import type { OperationHandlers } from '../context.ts';
import { readRunResult } from '../job-results.ts';
import { requireDrawing } from '../scope.ts';

export const inferenceHandlers: OperationHandlers<'inference.create' | 'inference.edit'> = {
  async 'inference.create'({ pipeline, from, keep }, context) {
    context.progress('Reading what the job has learnt');
    const result = await readRunResult(context, from);
    const derived = deriveInferencePipeline(result.pipeline, result);
    if (keep) context.state.saveDrawing(pipeline, derived.pipeline);
    const changes = derived.changes.map(({ kind, node, why }) => ({ kind, node, why }));
    return { graph: derived.pipeline, changes };
  },

  async 'inference.edit'({ pipeline, excludeLabel, output }, context) {
    let drawing = requireDrawing(context, pipeline);
    if (excludeLabel) drawing = excludeLabelFromInput(drawing);
    if (output) drawing = selectOutputColumns(drawing, output);
    context.state.saveDrawing(pipeline, drawing);
    return Promise.resolve({});
  },
};
