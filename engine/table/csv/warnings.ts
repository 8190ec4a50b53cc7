import type { Warning } from '../../warnings.ts';
import { levelTexts } from '../levels.ts';
import type { CategoryColumn } from '../table.ts';
import { decimalBytes, parseNumber } from './numbers.ts';

const count = (value: number): string => value.toLocaleString('en-US');

function warning(code: string, message: string, details: Record<string, unknown> = {}): Warning {
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
    'The file is not UTF-8 and was read as windows-1252 (Latin-1). Look whether accents are right; if not, name the encoding.',
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

/**
 * What is worth knowing of a column that was read as text: that it is numbers but for a few cells, that its
 * numbers are written in a way that is not read, that it holds dates.
 */
export function textColumn(
  column: CategoryColumn,
  rowNumbers: Uint32Array,
  decimal: '.' | ',',
  failure: { readonly row: number; readonly text: string } | undefined,
): Warning[] {
  const sample = levelTexts({ ...column.levels, size: Math.min(column.levels.size, 500) });
  const share = (pattern: RegExp): number =>
    sample.filter((text) => pattern.test(text)).length / sample.length;
  if (sample.length === 0) return [];
  const { name } = column;
  if (share(/^\d{4}-\d{1,2}-\d{1,2}([T ].*)?$|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}( .*)?$/) > 0.9) {
    return [
      warning(
        'dates-as-text',
        `"${name}" looks like dates. It is text here: each different date stands for itself.`,
        {
          column: name,
        },
      ),
    ];
  }
  if (
    share(
      /^[-+]?[$€£]?\s?\d{1,3}([,.' ]\d{3})+([.,]\d+)?\s?[$€£%]?$|^[-+]?([$€£]\s?[\d.,]+|[\d.,]+\s?[$€£%])$/,
    ) > 0.9
  ) {
    return [
      warning(
        'numbers-as-text',
        `"${name}" looks like numbers with thousands separators, a currency or a percent sign ("${sample[0]}"). ` +
          'It was read as text. Take the signs out to have numbers.',
        { column: name, example: sample[0] },
      ),
    ];
  }
  if (!failure && share(/^[-+]?[\d.,]+(e[-+]?\d+)?$/i) < 0.5) return [];
  return mostlyNumbers(column, rowNumbers, decimal);
}

function mostlyNumbers(
  { name, codes, levels }: CategoryColumn,
  rowNumbers: Uint32Array,
  decimal: '.' | ',',
): Warning[] {
  const encoder = new TextEncoder();
  const isNumber = Array.from({ length: levels.size }, (_, code) => {
    const bytes = encoder.encode(levels.at(code));
    return !Number.isNaN(parseNumber(bytes, 0, bytes.length, decimalBytes[decimal]));
  });
  let numbers = 0;
  let others = 0;
  let first = -1;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0) continue;
    if (isNumber[codes[i]]) {
      numbers++;
    } else {
      others++;
      if (first < 0) first = i;
    }
  }
  // Few different numbers, such as 0, 1, 2 beside "3+", are names of classes.
  if (others === 0 || numbers < 9 * others || isNumber.filter(Boolean).length < 20) return [];
  const row = rowNumbers[first];
  const text = levels.at(codes[first]).slice(0, 40);
  return [
    warning(
      'mostly-numbers',
      `"${name}" holds ${count(numbers)} numbers and ${others === 1 ? 'one other text' : `${count(others)} other texts`}, ` +
        `the first in row ${row}: "${text}". All of it was read as text. ` +
        `Correct the cell, or say that it is missing: --missing-values "${text}".`,
      { column: name, numbers, others, row, text },
    ),
  ];
}
