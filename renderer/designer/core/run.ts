import type { ColumnSummary as FullSummary } from '../../workers/engine/messages.ts';

export type { NodeState } from '../run/run-book.ts';

/** What the designer must know of a column: its name, what it holds, and its values where they are few. */
export type ColumnSummary = Pick<FullSummary, 'name' | 'kind' | 'levels'>;
