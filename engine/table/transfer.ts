import type { ScoredTable } from '../components/values.ts';
import { createLevels, levelTexts, type Codes } from './levels.ts';
import type { Column, Table } from './table.ts';

/** A column without its functions. */
type PackedColumn =
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly codes: Codes;
      readonly texts: readonly string[];
    };

/** A table of typed arrays and texts alone, which threads can copy to each other (structured clone). */
export interface PackedTable {
  readonly columns: readonly PackedColumn[];
  readonly rowNumbers: Uint32Array;
  /** What evaluating it needs, of a scored table. */
  readonly scoring?: ScoredTable['scoring'];
}

/** A table as it travels between threads. Its arrays are the table's own: to be copied, not to be given away. */
export function packTable(table: Table | ScoredTable): PackedTable {
  return {
    columns: table.columns.map(packColumn),
    rowNumbers: alone(table.rowNumbers),
    ...('scoring' in table && { scoring: table.scoring }),
  };
}

function packColumn(column: Column): PackedColumn {
  const { name } = column;
  if (column.kind === 'number') return { kind: 'number', name, values: alone(column.values) };
  return { kind: 'category', name, codes: alone(column.codes), texts: levelTexts(column.levels) };
}

/** The table that was packed; a scored table keeps its scoring. */
export function unpackTable({ columns, rowNumbers, scoring }: PackedTable): Table | ScoredTable {
  const table: Table = { columns: columns.map(unpackColumn), rowCount: rowNumbers.length, rowNumbers };
  return scoring ? { ...table, scoring } : table;
}

function unpackColumn(column: PackedColumn): Column {
  if (column.kind === 'number') return column;
  const { kind, name, codes, texts } = column;
  return { kind, name, codes, levels: createLevels(texts) };
}

/** An array that is a part of a longer one as an array of its own: a copy would take the whole buffer along. */
function alone<Numbers extends Float64Array | Uint32Array | Codes>(numbers: Numbers): Numbers {
  return numbers.byteLength === numbers.buffer.byteLength ? numbers : (numbers.slice() as Numbers);
}
