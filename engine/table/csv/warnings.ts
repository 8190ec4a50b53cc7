import type { Warning } from '../../warnings.ts';

export const count = (value: number): string => value.toLocaleString('en-US');

export function warning(code: string, message: string, details: Record<string, unknown> = {}): Warning {
  return { code, message, details };
}

/** Rows with too many or too few cells were left out. */
export function rowsSkipped(rows: number, first: number): Warning {
  const what = rows === 1 ? '1 row has' : `${count(rows)} rows have`;
  return warning(
    'rows-skipped',
    `${what} too many or too few cells and ${rows === 1 ? 'is' : 'are'} left out; the first is row ${first}.`,
    { rows, first },
  );
}

/** The file ends with rows that have nothing in any cell. */
export function emptyRowsAtEnd(rows: number): Warning {
  return warning(
    'empty-rows-at-end',
    `${count(rows)} empty ${rows === 1 ? 'row' : 'rows'} at the end of the file: left out.`,
    {
      rows,
    },
  );
}

/** The texts are no valid UTF-8. */
export function readAsLatin1(): Warning {
  return warning(
    'read-as-latin1',
    'The file is not UTF-8 and was read as windows-1252 (Latin-1). Look whether all letters are right; if not, save the file as CSV UTF-8.',
  );
}

/** The first row looks like data. */
export function noHeader(): Warning {
  return warning(
    'no-header',
    'The first row looks like data, so the columns are named Column 1, Column 2 …. If it names the columns, say so: --header yes.',
  );
}

/** Several columns had the same name. */
export function columnsRenamed(renamed: string): Warning {
  return warning('columns-renamed', `Columns with the same name were renamed: ${renamed}.`, { renamed });
}

/** Columns without a name were given one. */
export function columnsWithoutName(columns: readonly string[]): Warning {
  const shown = columns.slice(0, 5).join(', ') + (columns.length > 5 ? ' …' : '');
  return warning(
    'columns-without-name',
    `The header has no name for ${columns.length === 1 ? 'one column' : `${columns.length} columns`}: ${shown}.`,
    {
      columns: columns.slice(0, 100),
    },
  );
}

/** A column without a name and without values. */
export function columnLeftOut(position: number): Warning {
  return warning('column-left-out', `Column ${position} has neither a name nor a value and is left out.`, {
    position,
  });
}

/** A column without any value. */
export function columnAllMissing(column: string): Warning {
  return warning('column-all-missing', `Every cell of "${column}" is missing.`, { column });
}

/** Infinite numbers were read as missing. */
export function infiniteNumbers(column: string, cells: number, first: number): Warning {
  return warning(
    'infinite-numbers',
    `"${column}" holds ${cells === 1 ? 'an infinite number' : `${count(cells)} infinite numbers`} (first in row ${first}); read as missing.`,
    { column, cells, first },
  );
}

/** A sentinel such as -200 was read as missing. */
export function sentinelMissing(column: string, sentinel: number, cells: number): Warning {
  return warning(
    'sentinel-missing',
    `"${column}" holds ${sentinel} in ${count(cells)} rows and nothing else near it: read as missing. ` +
      'If it is a value, name the missing values yourself: --missing-values NA.',
    { column, sentinel, cells },
  );
}

/** Commas in numbers were taken for decimal marks, but may separate thousands. */
export function decimalCommaAssumed(example: string): Warning {
  return warning(
    'decimal-comma-assumed',
    `Numbers such as "${example}" were read with a decimal comma (${example.replace(',', '.')}). ` +
      'If the comma separates thousands, say that the decimal mark is a point (--decimal .) and take the commas out.',
    { example },
  );
}

const mostOfOneKind = 10;

/** The same warnings, but of those that one kind of trouble has in many columns only the first ten and their number. */
export function gatherWarnings(warnings: readonly Warning[]): Warning[] {
  const byCode = new Map<string, Warning[]>();
  for (const one of warnings) {
    const others = byCode.get(one.code);
    if (others) others.push(one);
    else byCode.set(one.code, [one]);
  }
  return [...byCode].flatMap(([code, all]) => {
    if (all.length <= mostOfOneKind + 1) return all;
    const rest = all.length - mostOfOneKind;
    const columns = all.slice(mostOfOneKind).map(({ details }) => details.column ?? details.position);
    const more = warning(code, `The same holds for ${count(rest)} more columns.`, {
      columns: columns.slice(0, 100),
      more: rest,
    });
    return [...all.slice(0, mostOfOneKind), more];
  });
}
