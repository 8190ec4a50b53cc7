import { fitFeaturesTool } from './features.ts';
import { python, type PythonTool } from './part.ts';
import { scoredLabelsTool } from './scores.ts';
import { isTextTool } from './tables.ts';

/** A label column as numbers. */
export const numericLabelsTool: PythonTool = {
  names: ['numeric_labels'],
  needs: [isTextTool],
  source: python`
def numeric_labels(column):
    """The label column, which must hold numbers."""
    if is_text(column) or column.isna().all():
        raise TypeError(f"The label {column.name!r} holds no numbers.")
    return column.to_numpy()
`,
};

/** What training on numbers begins with. */
export const valuesTaskTool: PythonTool = {
  names: ['values_task'],
  needs: [numericLabelsTool, fitFeaturesTool],
  source: python`
def values_task(table, label):
    """The rows with a label, their numbers, and what a model keeps of them."""
    values = numeric_labels(table[label])
    table, values = table[table[label].notna()], values[table[label].notna()]
    return table, values, {
        "label": label,
        "labelKind": "number",
        "labelMean": values.mean(),
        "features": fit_features(table.drop(columns=[label])),
        "rows": len(table),
    }
`,
};

/** The column that scoring with a regression adds. */
export const scoreValuesTool: PythonTool = {
  names: ['score_values'],
  needs: [scoredLabelsTool],
  source: python`
def score_values(model, table, values):
    """The table with "Scored Labels", the predicted number."""
    scored = without_scores(table)
    scored["Scored Labels"] = values
    return scored
`,
};

/** The figures of a regression. */
export const evaluateValuesTool: PythonTool = {
  names: ['regression_metrics', 'evaluate_values'],
  imports: ['import numpy as np'],
  needs: [numericLabelsTool],
  source: python`
def regression_metrics(actual, predicted):
    """How far off the predictions are, and how much better than the mean of these rows."""
    errors, spread = actual - predicted, actual - actual.mean()
    varies = (actual != actual[0]).any()
    squared = float((errors**2).sum() / (spread**2).sum()) if varies else None
    return {
        "meanAbsoluteError": float(np.abs(errors).mean()),
        "rootMeanSquaredError": float(np.sqrt((errors**2).mean())),
        "relativeAbsoluteError": float(np.abs(errors).sum() / np.abs(spread).sum()) if varies else None,
        "relativeSquaredError": squared,
        "coefficientOfDetermination": 1 - squared if varies else None,
    }


def evaluate_values(model, scored, threshold):
    """The figures of the rows with a label; a threshold is for two classes only."""
    known = scored[scored[model["label"]].notna()]
    if len(known) == 0:
        raise ValueError("No scored row has a label to compare with.")
    actual = numeric_labels(known[model["label"]])
    constant = regression_metrics(actual, np.full(len(actual), model["labelMean"]))
    return {
        "label": model["label"],
        "rows": len(actual),
        "rowsWithoutLabel": len(scored) - len(known),
        "metrics": regression_metrics(actual, known["Scored Labels"].to_numpy()),
        "baseline": {
            "mean": float(model["labelMean"]),
            "rootMeanSquaredError": constant["rootMeanSquaredError"],
            "meanAbsoluteError": constant["meanAbsoluteError"],
        },
    }
`,
};

/** Predicted against actual numbers as a picture. */
export const plotValuesTool: PythonTool = {
  names: ['plot_values'],
  source: python`
def plot_values(axes, model, scored):
    """Each row's predicted against its actual number; on the line they are equal."""
    actual, predicted = scored[model["label"]], scored["Scored Labels"]
    axes.scatter(actual, predicted, s=8)
    axes.plot([actual.min(), actual.max()], [actual.min(), actual.max()], linestyle=":", color="grey")
    axes.set(xlabel="actual", ylabel="predicted")
`,
};
