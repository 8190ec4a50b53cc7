import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import type { OperationHandlers } from '../context.ts';
import { readUserText } from '../user-files.ts';

/** The drawings of this machine. */
export const drawingHandlers: OperationHandlers<
  'pipeline.save' | 'pipeline.read' | 'pipeline.list' | 'pipeline.delete'
> = {
  async 'pipeline.save'({ pipeline: name, graph, job }, { state }) {
    const pipeline = parsePipeline(typeof graph === 'string' ? readUserText(graph) : graph);
    state.saveDrawing(name, pipeline);
    if (job) state.saveDrawingJob(name, job);
    const problems = validatePipeline(pipeline).map(({ message, hint }) => ({ message, hint }));
    return Promise.resolve({ problems });
  },

  'pipeline.read': ({ pipeline }, { state }) =>
    Promise.resolve({ graph: state.drawing(pipeline) ?? null, job: state.drawingJob(pipeline) ?? null }),

  'pipeline.list': (_, { state }) =>
    Promise.resolve({
      pipelines: state.drawings().map((name) => {
        const drawing = state.drawing(name);
        return { name, title: drawing?.name ?? name, components: drawing?.nodes.length ?? 0 };
      }),
    }),

  'pipeline.delete': ({ pipeline }, { state }) => {
    state.deleteDrawing(pipeline);
    return Promise.resolve({});
  },
};
