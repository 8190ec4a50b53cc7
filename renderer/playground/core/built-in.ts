import { tableNotKnown } from '../../../engine/playground/errors.ts';
import { builtInTables, type BuiltInTable } from '../../tables/built-in.ts';

/** The built-in table of a name. Error: `table-not-known`. */
export function builtInTable(name: string): BuiltInTable {
  const found = builtInTables.find((table) => table.name === name);
  if (!found) {
    throw tableNotKnown(
      name,
      builtInTables.map((table) => table.name),
    );
  }
  return found;
}
