import { python, type PythonTool } from './part.ts';

/** Whether a column holds texts. */
export const isTextTool: PythonTool = {
  names: ['is_text'],
  source: python`
def is_text(column):
    """Columns hold numbers (float64, a gap is NaN) or texts (object, a gap is None)."""
    return column.dtype == object
`,
};

/** A number as a label or a text writes it. */
export const numberTextTool: PythonTool = {
  names: ['number_text'],
  imports: ['from decimal import Decimal'],
  source: python`
def number_text(number):
    """A number as a text, in the fewest digits: 3.0 is written 3."""
    if abs(number) < 1e21 and number == int(number):
        return str(int(number))
    if 1e-6 <= abs(number) < 1e-4:
        return format(Decimal(repr(float(number))), "f")
    return repr(float(number)).replace("e-0", "e-")
`,
};

/** A table as plain values. */
export const plainRowsTool: PythonTool = {
  names: ['plain_rows'],
  imports: ['import pandas as pd'],
  source: python`
def plain_rows(table):
    """The rows as dictionaries; a gap is None."""
    return [
        {name: None if pd.isna(cell) else cell for name, cell in zip(table.columns, row)}
        for row in table.astype(object).itertuples(index=False, name=None)
    ]
`,
};
