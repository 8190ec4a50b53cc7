import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { isTextTool } from '../../export/python/tables.ts';
import { chooseColumnsTool, pythonRules } from '../select-columns/python.ts';
import { cleanMissingData } from './clean-missing-data.ts';

/** Does to a table what a transformation says. */
export const applyCleaningTool: PythonTool = {
  names: ['apply_cleaning'],
  imports: ['import numpy as np', 'import pandas as pd'],
  needs: [isTextTool],
  source: python`
def apply_cleaning(transformation, table, may_be_absent=()):
    """Closes a table's gaps as they were closed in the table that the transformation was fitted to."""
    wanted = [*transformation["replacements"], *transformation["remove_rows"]]
    absent = [name for name in wanted if name not in table.columns and name not in may_be_absent]
    if absent:
        raise KeyError(f"The transformation was fitted to columns that are not there: {absent}.")
    gaps = table[[name for name in transformation["remove_rows"] if name in table.columns]].isna()
    cleaned = table.copy()
    for name, value in transformation["replacements"].items():
        if name not in table.columns:
            continue
        column = table[name]
        kind = object if isinstance(value, str) else float
        if column.dtype != kind and column.notna().any():
            raise TypeError(f"The column {name!r} has another kind of values than in the training data.")
        filled = [value if gap else cell for cell, gap in zip(column, column.isna())]
        cleaned[name] = pd.Series(filled, index=table.index, dtype=kind)
    cleaned = cleaned.drop(columns=transformation["remove_columns"], errors="ignore")
    return cleaned[~gaps.any(axis="columns").to_numpy(dtype=bool)]
`,
};

const fitCleaningTool: PythonTool = {
  names: ['most_frequent', 'fit_cleaning'],
  imports: ['import math', 'import numpy as np'],
  needs: [isTextTool, applyCleaningTool],
  source: python`
def most_frequent(column):
    """The value that is there most often, the first in sorted order of several."""
    counts = column.dropna().value_counts()
    return min(counts[counts == counts.max()].index)


def fit_cleaning(table, columns, mode, number=None, text=None, share=(0, 1), columns_without_values="remove"):
    """Learns from a table how the gaps of these columns are closed."""
    transformation = {"remove_rows": [], "remove_columns": [], "replacements": {}}
    replacements = transformation["replacements"]
    for name in columns:
        column = table[name]
        present = column.dropna()
        if len(column) == 0 or not share[0] <= column.isna().sum() / len(column) <= share[1]:
            continue
        if mode == "remove-row":
            transformation["remove_rows"].append(name)
        elif mode == "remove-column":
            if len(present) < len(column):
                transformation["remove_columns"].append(name)
        elif mode == "custom":
            replacements[name] = text if is_text(column) else number
            if replacements[name] is None:
                raise ValueError(f"The column {name!r} holds numbers, and {text!r} is none.")
        elif len(present) == 0:
            if columns_without_values == "remove":
                transformation["remove_columns"].append(name)
        elif mode == "mode":
            replacements[name] = most_frequent(column)
        elif is_text(column):
            raise TypeError(f"The column {name!r} holds text, and text has no {mode}.")
        else:
            replacements[name] = math.fsum(present) / len(present) if mode == "mean" else np.median(present)
    return transformation
`,
};

export const cleanMissingDataPython = definePythonPart(cleanMissingData, (node) => {
  const { columns, mode, value, minimumShare, maximumShare, columnsWithoutValues } = node.settings;
  const table = node.input('table');
  const beginWith = node.constant('begin_with', columns.beginWith);
  const rules = node.constant('rules', pythonRules(columns));
  const given = [table, `choose_columns(${table}, ${beginWith}, ${rules})`, node.constant('mode')];
  if (mode === 'custom') {
    const number = typeof value === 'number' ? value : value.trim() === '' ? NaN : Number(value);
    given.push(`number=${node.constant('number', Number.isFinite(number) ? number : null)}`);
    given.push(`text=${node.constant('text', String(value))}`);
  }
  if (minimumShare > 0 || maximumShare < 1) {
    given.push(`share=(${node.constant('minimumShare')}, ${node.constant('maximumShare')})`);
  }
  if (columnsWithoutValues === 'keep') {
    given.push(`columns_without_values=${node.constant('columnsWithoutValues')}`);
  }
  const transformation = node.output('transformation');
  return {
    tools: [chooseColumnsTool, fitCleaningTool, applyCleaningTool],
    lines: [
      `${transformation} = fit_cleaning(`,
      ...given.map((argument) => `    ${argument},`),
      ')',
      `${node.output('table')} = apply_cleaning(${transformation}, ${table})`,
    ],
  };
});
