/** Columns in line, the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows
    .map((row) =>
      row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j] + 2))).join(''),
    )
    .join('\n');
}

/** A whole number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString('en-US');
