import { EngineError } from '../../../engine/errors.ts';
import { pipelineUntil, sourceOf } from '../../../engine/pipeline/graph.ts';
import type { Pipeline, PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import type { ColumnSummary } from '../core/run.ts';
import type { DesignerPage } from './designer-page.svelte.ts';

/** The columns that come into a component, as the pages ask for them again and again. */
export class IncomingColumns {
  /** Those that were found last; while they are looked for again, the old ones stay. */
  columns = $state.raw<readonly ColumnSummary[]>();
  error = $state.raw<{ readonly message: string; readonly hint: string }>();
  isLooking = $state(false);
  private looks = 0;

  /** Looks whenever what leads to the component changes. Called while a part of the page is made. */
  constructor(designer: DesignerPage, node: () => PipelineNode, port: string) {
    const { document: drawing } = designer;
    const state = $derived(sourcesKey(drawing.pipeline, node().id, port));
    $effect(() => {
      if (state === undefined) {
        this.columns = undefined;
        this.error = undefined;
        return;
      }
      void this.look(designer, node().id, port);
    });
  }

  private async look(designer: DesignerPage, node: string, port: string): Promise<void> {
    const look = ++this.looks;
    this.isLooking = true;
    try {
      const columns = await designer.run.columnsInto(designer.document.pipeline, node, port);
      if (look !== this.looks) return;
      this.columns = columns;
      this.error = undefined;
    } catch (error) {
      if (look !== this.looks) return;
      this.columns = undefined;
      this.error = error instanceof EngineError ? error : { message: String(error), hint: '' };
    }
    this.isLooking = false;
  }
}

/** A word for all that the columns at an input depend on; nothing where nothing leads there. */
function sourcesKey(pipeline: Pipeline, node: string, port: string): string | undefined {
  const source = sourceOf(pipeline, node, port);
  if (!source) return undefined;
  const { nodes, edges } = pipelineUntil(pipeline, source.node);
  return JSON.stringify([
    source,
    nodes.map(({ id, component, settings }) => [id, component, settings]),
    edges,
  ]);
}
