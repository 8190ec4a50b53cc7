import { tableNotKnown } from '../../../engine/playground/errors.ts';
import type { TableSource } from '../../state/table-source.ts';

/** A table that comes with the app. */
export interface BuiltInTable {
  readonly name: string;
  readonly title: () => string;
  readonly open: () => Promise<TableSource>;
}

/** In the order in which they are offered. */
export const builtInTables: readonly BuiltInTable[] = [];

/** The table of that name. Error: `table-not-known`. */
export function builtInTable(name: string): BuiltInTable {
  const found = builtInTables.find((table) => table.name === name);
  if (!found)
    throw tableNotKnown(
      name,
      builtInTables.map((table) => table.name),
    );
  return found;
}
