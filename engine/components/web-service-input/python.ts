import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { webServiceInput } from './web-service-input.ts';

const requestTool: PythonTool = {
  names: ['read_request', 'table_of_rows'],
  imports: [
    'import json',
    'import sys',
    'from pathlib import Path',
    'import numpy as np',
    'import pandas as pd',
  ],
  source: python`
def read_request(example):
    """The rows of the JSON file behind --rows, else the example: a list with one dictionary per row."""
    if "--rows" not in sys.argv:
        return example
    return json.loads(Path(sys.argv[sys.argv.index("--rows") + 1]).read_text(encoding="utf-8"))


def table_of_rows(rows, columns):
    """The rows of a request as a table; what a row does not name is a gap."""
    unknown = {name for row in rows for name in row if name not in columns}
    if unknown:
        raise KeyError(f"The model knows no columns {sorted(unknown)}. It knows {list(columns)}.")
    table = pd.DataFrame(index=range(1, len(rows) + 1))
    for name, kind in columns.items():
        cells = [row.get(name) for row in rows]
        if any(cell is not None and isinstance(cell, str) == (kind == "number") for cell in cells):
            raise TypeError(f"The column {name!r} takes a {'number' if kind == 'number' else 'text'}.")
        table[name] = pd.Series(cells, index=table.index, dtype=float if kind == "number" else object)
    return table
`,
};

export const webServiceInputPython = definePythonPart(webServiceInput, (node) => {
  const { columns } = node.settings;
  const kinds = node.constant('columns', new Map(columns.map(({ name, type }) => [name, type])));
  const example = node.constant(
    'rows',
    [new Map(columns.map((column) => [column.name, column.example]))],
    'Put your own rows here, or name a JSON file: --rows FILE.json',
  );
  return {
    tools: [requestTool],
    lines: [`${node.output('table')} = table_of_rows(read_request(${example}), ${kinds})`],
  };
});
