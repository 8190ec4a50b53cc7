import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';

/** How a component is, as its light shows it. */
export type NodeState =
  'idle' | 'queued' | 'running' | 'done' | 'failed' | 'out-of-date' | 'skipped' | 'cancelled';

/** A column of a table that flows along an edge. */
export interface ColumnSummary {
  readonly name: string;
  readonly kind: 'number' | 'category';
  /** The values of a column that has few. */
  readonly levels?: readonly string[];
}

/** What runs a drawing, and knows how each component is. */
export interface DesignerRun {
  stateOf(node: string): NodeState;
  /** 0 to 1, while it runs. */
  shareOf(node: string): number | null;
  secondsOf(node: string): number | null;
  errorOf(node: string): { readonly message: string; readonly hint: string } | undefined;
  logOf(node: string): string;
  readonly isRunning: boolean;
  /** Runs what is out of date, up to a component where one is named. */
  run(pipeline: Pipeline, until?: string): Promise<void>;
  cancel(): void;
  /** Marks what depends on a change as out of date. */
  noteEdit(pipeline: Pipeline): void;
  /** The columns that come into a component. */
  columnsInto(pipeline: Pipeline, node: string, port: string): Promise<readonly ColumnSummary[]>;
}
