import type { Cell, RowPage } from '../workers/engine/messages.ts';

/** Reads rows from `offset` on; of columns from `from` to before `to`, or all of them. */
export type ReadRows = (
  offset: number,
  count: number,
  from: number,
  to: number,
) => Promise<RowPage | readonly (readonly Cell[])[]>;
