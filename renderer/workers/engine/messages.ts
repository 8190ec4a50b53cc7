import type { PortType } from '../../../engine/components/values.ts';
import type { InferenceChange } from '../../../engine/pipeline/inference.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { PackedTable } from '../../../engine/table/transfer.ts';
import type { Warning } from '../../../engine/warnings.ts';

/** An error of the engine as it crosses threads. */
export interface PackedError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the worker answers: comlink alone would keep nothing of an error but its message. */
export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: PackedError };

/** What goes into a component, or comes out of it, in figures. */
export interface PortFacts {
  readonly port: string;
  readonly type: PortType;
  /** Of tables. */
  readonly size?: { readonly rows: number; readonly columns: number };
}

/** How far a component has come. */
export type EngineEvent = { readonly node: string; readonly component: string } & (
  | { readonly type: 'queued' | 'cancelled' }
  | { readonly type: 'running'; readonly share: number }
  | {
      readonly type: 'completed';
      readonly seconds: number;
      readonly inputs: readonly PortFacts[];
      readonly outputs: readonly PortFacts[];
      readonly warnings: readonly Warning[];
    }
  | { readonly type: 'reused'; readonly outputs: readonly PortFacts[] }
  | { readonly type: 'failed'; readonly error: PackedError }
  | { readonly type: 'skipped'; readonly because: string }
);

/** One column of a table in a few figures, to stand at its head. */
export interface ColumnSummary {
  readonly name: string;
  readonly kind: 'number' | 'category';
  readonly missing: number;
  /** Of numbers: cells in bins of equal width. Of texts: the most frequent ones first. */
  readonly counts: readonly number[];
  /** The different texts of a column that has few, sorted. */
  readonly levels?: readonly string[];
}

/** A table that was read. */
export interface OpenedTable {
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  readonly warnings: readonly Warning[];
}

/** Some cells of a table: rows from `offset` on, columns from `from` to before `to`. */
export interface RowRange {
  readonly offset: number;
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

export type Cell = number | string | null;

export interface RowPage {
  readonly cells: readonly (readonly Cell[])[];
  /** The number of each row in the file that it comes from. */
  readonly rowNumbers: readonly number[];
}

/** What a component has put out, as it crosses threads. */
export type PackedOutput =
  | { readonly type: 'table' | 'scored-table'; readonly table: PackedTable }
  | { readonly type: Exclude<PortType, 'table' | 'scored-table'>; readonly value: unknown };

/** A real-time inference pipeline that was made of a run on this machine. */
export interface DerivedHere {
  readonly pipeline: Pipeline;
  readonly changes: readonly InferenceChange[];
}
