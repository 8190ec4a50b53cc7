import { pythonLiteral } from '../../export/python/literal.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { numberTextTool } from '../../export/python/tables.ts';
import { defaultMissingValues } from '../../table/csv/missing.ts';
import { dataset } from './dataset.ts';

const splitRowsTool: PythonTool = {
  names: ['decode', 'split_rows'],
  imports: ['import codecs', 'import re'],
  source: python`
def decode(data, encoding):
    """The text of a file's bytes; what is no UTF-8 is taken for Windows-1252."""
    if encoding.startswith("utf-16"):
        return data.decode(encoding, "replace").lstrip("\ufeff")
    data = data[3:] if data.startswith(codecs.BOM_UTF8) else data
    if encoding == "utf-8":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    keep = lambda fault: (fault.object[fault.start : fault.end].decode("latin-1"), fault.end)
    codecs.register_error("keep", keep)
    return data.decode("windows-1252", "keep")


def split_rows(text, delimiter, quote):
    """Cuts a text into rows of cells. Blanks around a cell do not count, unless it stands in quotes."""
    if quote not in text and delimiter != " ":
        lines = re.split(r"\r\n|\n|\r", text)
        rows = [[cell.strip(" \t") for cell in line.split(delimiter)] for line in lines]
        return [row for row in rows if row != [""]]  # a blank line is no row
    mark, end = re.escape(quote), r"\r\n|\n|\r|\Z"
    blank = "[ ]*" if delimiter == "\t" else r"[ \t]*"
    stop = rf"[ \t]*({end}|)" if delimiter == " " else f"({re.escape(delimiter)}|{end})"
    quoted = f"{mark}([^{mark}]*(?:{mark}{mark}[^{mark}]*)*){mark}{blank}"
    bare = rf"([^{re.escape(delimiter)}\r\n]*)"
    rows, row = [], []
    for cell in re.finditer(f"{blank}(?:{quoted}|{bare}){stop}", text):
        inside, outside, stopped_by = cell.groups()
        row.append(outside.rstrip(" \t") if inside is None else inside.replace(quote * 2, quote))
        at_end = cell.end() == len(text) and stopped_by != delimiter
        if at_end or stopped_by in ("\n", "\r\n", "\r"):
            if row != [""] or inside is not None:
                rows.append(row)
            row = []
    return rows
`,
};

const columnNamesTool: PythonTool = {
  names: ['column_names'],
  source: python`
def column_names(header, rows):
    """A name for each column, all different, and the positions of those that the header leaves empty."""
    if len(header) > 1 and len(rows) > 1 and all(len(row) == len(header) + 1 for row in rows):
        first = [row[0] for row in rows[:399]]
        if any(row[-1] for row in rows) and len(set(first)) == len(first):
            header = ["", *header]  # R writes no name above the names of its rows
    given, names, numbers = set(header), {}, {}
    for position, name in enumerate(header):
        wanted = unique = name or f"Column {position + 1}"
        while unique in names or (unique in given and unique != name):
            numbers[wanted] = numbers.get(wanted, 1) + 1
            unique = f"{wanted}_{numbers[wanted]}"
        names[unique] = position
    return list(names), {position for position, name in enumerate(header) if name == ""}
`,
};

const readTableTool: PythonTool = {
  names: ['MISSING', 'as_numbers', 'without_sentinel', 'read_table'],
  imports: ['import re', 'from pathlib import Path', 'import numpy as np', 'import pandas as pd'],
  needs: [splitRowsTool, columnNamesTool, numberTextTool],
  source: `# The texts that stand for a gap unless others are named.
MISSING = ${pythonLiteral(defaultMissingValues)}


${python`
def as_numbers(cells, decimal, missing):
    """The cells as numbers, gaps as NaN; None where one is neither. A code such as 00501 is no number."""
    point = re.escape(decimal)
    digits = f"(?:(?:0|[1-9][0-9]*)(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    number = re.compile(f"(?![+-]?[0-9]{{16,}}$)[+-]?{digits}")
    gaps = {float(text.replace(decimal, ".")) for text in missing if number.fullmatch(text)}
    values = {}
    for text in set(cells):
        if number.fullmatch(text):
            value = float(text.replace(decimal, "."))
            values[text] = np.nan if value in gaps or np.isinf(value) else value
        elif text == "" or text in missing or re.fullmatch("[+-]?inf(inity)?", text, re.IGNORECASE):
            values[text] = np.nan
        else:
            return None
    return np.array([values[text] for text in cells], dtype=float)


def without_sentinel(values):
    """A number such as -999 that recurs at the lower end, with nothing near it, stands for a gap."""
    present = values[~np.isnan(values)]
    lowest = present.min() if present.size else 0
    others = present[present != lowest]
    if lowest not in (-200, -99, -999, -9999, -99999) or (others <= lowest / 2).any():
        return values
    if present.size - others.size < max(3, present.size / 1000) or np.unique(others).size < 10:
        return values
    return np.where(values == lowest, np.nan, values)


def read_table(file, delimiter=",", quote='"', decimal=".", encoding="utf-8", header=True,
               missing=None, skip_bad_rows=False, drop=(), as_text=()):
    """Reads a CSV file. A column is numeric where each of its cells is a number or a gap, else text.
    The index has the rows' numbers in the file, 1 for the first below the header."""
    text = decode(Path(file).read_bytes(), encoding)
    text = re.sub(r"^sep=[ -~\t](\r\n|\n|\r)", "", text, flags=re.IGNORECASE)
    rows = split_rows(text, delimiter, quote)
    names, unnamed = column_names(rows.pop(0) if header else [""] * len(rows[0]), rows)
    kept = {}
    for number, row in enumerate((row for row in rows if len(names) == 1 or row != [""]), start=1):
        if len(row) >= len(names) and not any(row[len(names):]):
            kept[number] = row
        elif not skip_bad_rows:
            raise ValueError(f"{file}, row {number}: {len(row)} cells where the header has {len(names)}.")
    while len(names) > 1 and kept and not any(kept[max(kept)]):
        del kept[max(kept)]  # rows of nothing but delimiters at the end, as spreadsheets leave them
    table = {}
    for position, name in enumerate(names):
        cells = [row[position] for row in kept.values()]
        values = as_numbers(cells, decimal, MISSING if missing is None else missing)
        if values is None:
            gaps = {"", *(MISSING if missing is None else missing)}
            values = pd.Series([None if cell in gaps else cell for cell in cells], dtype=object)
        elif header and position in unnamed and np.isnan(values).all():
            continue
        elif missing is None:
            values = without_sentinel(values)
        if name in as_text and values.dtype != object:
            texts = [None if np.isnan(value) else number_text(value) for value in values]
            values = pd.Series(texts, dtype=object)
        if name not in drop:
            table[name] = pd.Series(values)
    table = pd.DataFrame(table, index=range(len(kept)))
    return table.set_axis(list(kept), axis="index")
`}`,
};

/** What is said only where it differs from the reader's defaults. */
const readerArguments = [
  ['delimiter', ','],
  ['quote', '"'],
  ['decimal', '.'],
  ['encoding', 'utf-8'],
  ['header', true],
] as const;

export const datasetPython = definePythonPart(dataset, (node) => {
  const file = node.file(node.settings.name);
  const given: string[] = [node.constant('file', file.file)];
  for (const [name, usual] of readerArguments) {
    const value = file.dialect[name];
    if (value !== usual) given.push(`${name}=${node.constant(name, value)}`);
  }
  const { missingValues, badRows, dropColumns = [], textColumns = [] } = file;
  if (missingValues) given.push(`missing=${node.constant('missing', missingValues)}`);
  if (badRows === 'skip') given.push('skip_bad_rows=True');
  if (dropColumns.length > 0) given.push(`drop=${node.constant('leave_out', dropColumns)}`);
  if (textColumns.length > 0) given.push(`as_text=${node.constant('texts', textColumns)}`);
  return {
    tools: [readTableTool],
    lines: [`${node.output('table')} = read_table(${given.join(', ')})`],
  };
});
