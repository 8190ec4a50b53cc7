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
  names: ['design_matrix', 'matrix_columns'],
  imports: ['import numpy as np', 'import pandas as pd'],
  needs: [isTextTool],
  source: python`
def design_matrix(table, features):
    """The numbers that the model sees: numeric columns scaled to 0 … 1 (a gap is 0), then for each text
    column one column per text that is 1 where it stands (one-hot; a gap or an unknown text is all 0)."""
    numbers, indicators = [], []
    for feature in features:
        column = table[feature["column"]]
        numeric = feature["kind"] == "numeric"
        if is_text(column) == numeric and column.notna().any():
            raise TypeError(f"The column {column.name!r} has another kind of values than in the training data.")
        if numeric:
            width = feature["maximum"] - feature["minimum"] or 1
            scaled = (column.to_numpy(dtype=float) - feature["minimum"]) / width
            numbers.append(np.where(np.isnan(scaled), 0, scaled)[:, np.newaxis])
        else:
            codes = pd.Categorical(column, categories=feature["levels"]).codes
            indicators.append((codes[:, np.newaxis] == np.arange(len(feature["levels"]))).astype(float))
    return np.hstack([np.empty((len(table), 0)), *numbers, *indicators])


def matrix_columns(features):
    """The names of the columns of that matrix."""
    names = [feature["column"] for feature in features if feature["kind"] == "numeric"]
    texts = [feature for feature in features if feature["kind"] == "categorical"]
    return names + [f"{feature['column']}={level}" for feature in texts for level in feature["levels"]]
`,
};
