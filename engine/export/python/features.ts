import { python, type PythonTool } from './part.ts';
import { isTextTool } from './tables.ts';

/** How columns become numbers, learnt from the training rows. */
export const fitFeaturesTool: PythonTool = {
  names: ['fit_features'],
  needs: [isTextTool],
  source: python`
def fit_features(table):
    """How each column becomes numbers: its range, or its different texts in sorted order."""
    features = []
    for name in table.columns:
        present = table[name].dropna()
        if is_text(table[name]):
            features.append({"kind": "categorical", "column": name, "levels": sorted(set(present))})
        else:
            lowest, highest = (present.min(), present.max()) if len(present) else (0, 0)
            features.append({"kind": "numeric", "column": name, "minimum": lowest, "maximum": highest})
    return features
`,
};

/** The numbers that a model sees. */
export const designMatrixTool: PythonTool = {
  names: ['feature_cells', 'one_hot', 'design_matrix', 'matrix_columns'],
  imports: ['import numpy as np', 'import pandas as pd'],
  needs: [isTextTool],
  source: python`
def feature_cells(table, feature):
    """A column as numbers: its own (a gap is NaN), or which of the known texts it holds (a gap is -1)."""
    column = table[feature["column"]]
    numeric = feature["kind"] == "numeric"
    if is_text(column) == numeric and column.notna().any():
        raise TypeError(f"The column {column.name!r} has another kind of values than in the training data.")
    return column.to_numpy(dtype=float) if numeric else pd.Categorical(column, feature["levels"]).codes


def one_hot(codes, levels):
    """One column per text that is 1 where it stands; a gap or an unknown text is 0 everywhere."""
    return (codes[:, np.newaxis] == np.arange(len(levels))).astype(float)


def design_matrix(table, features):
    """The numbers that the model sees: numeric columns scaled to 0 … 1 (a gap is 0), then the texts."""
    numbers, indicators = [], []
    for feature in features:
        cells = feature_cells(table, feature)
        if feature["kind"] == "numeric":
            width = feature["maximum"] - feature["minimum"] or 1
            scaled = (cells - feature["minimum"]) / width
            numbers.append(np.where(np.isnan(scaled), 0, scaled)[:, np.newaxis])
        else:
            indicators.append(one_hot(cells, feature["levels"]))
    return np.hstack([np.empty((len(table), 0)), *numbers, *indicators])


def matrix_columns(features):
    """The names of the columns of that matrix."""
    names = [feature["column"] for feature in features if feature["kind"] == "numeric"]
    texts = [feature for feature in features if feature["kind"] == "categorical"]
    return names + [f"{feature['column']}={level}" for feature in texts for level in feature["levels"]]
`,
};
