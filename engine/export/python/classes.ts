import { fitFeaturesTool } from './features.ts';
import { python, type PythonTool } from './part.ts';
import { scoredLabelsTool } from './scores.ts';
import { isTextTool, numberTextTool } from './tables.ts';

/** The classes of a label column. */
export const classesTool: PythonTool = {
  names: ['sorted_classes', 'class_indexes'],
  imports: ['import numpy as np'],
  needs: [isTextTool, numberTextTool],
  source: python`
def sorted_classes(column):
    """The classes of a label column as texts: numbers sorted by value, texts by character."""
    labels = sorted(set(column.dropna()))
    if not 2 <= len(labels) <= 100:
        raise ValueError(f"The label {column.name!r} has {len(labels)} classes and needs 2 to 100.")
    return labels if is_text(column) else [number_text(label) for label in labels]


def class_indexes(column, classes):
    """Which of the classes each row is of, -1 where it is of none of them."""
    known = {name if is_text(column) else float(name): index for index, name in enumerate(classes)}
    return np.array([known.get(label, -1) for label in column], dtype=int)
`,
};

/** What training on several classes begins with. */
export const classesTaskTool: PythonTool = {
  names: ['classes_task'],
  imports: ['import numpy as np'],
  needs: [classesTool, fitFeaturesTool],
  source: python`
def classes_task(table, label):
    """The rows with a label, which class each is of, and what a model keeps of them."""
    table = table[table[label].notna()]
    classes = sorted_classes(table[label])
    actual = class_indexes(table[label], classes)
    return table, actual, {
        "label": label,
        "labelKind": "category" if is_text(table[label]) else "number",
        "classes": classes,
        "mostFrequent": classes[np.bincount(actual).argmax()],
        "features": fit_features(table.drop(columns=[label])),
        "rows": len(table),
    }
`,
};

/** The softmax of scores. */
export const softmaxTool: PythonTool = {
  names: ['softmax'],
  imports: ['import numpy as np'],
  source: python`
def softmax(scores):
    """Turns the scores of each class into probabilities that add up to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
`,
};

/** The columns that scoring with a model of several classes adds. */
export const scoreClassesTool: PythonTool = {
  names: ['score_classes'],
  needs: [scoredLabelsTool],
  source: python`
def score_classes(model, table, probabilities):
    """The table with "Scored Labels", the likeliest class, and the probability of each class."""
    scored = without_scores(table)
    likeliest = [model["classes"][index] for index in probabilities.argmax(axis=1)]
    scored["Scored Labels"] = scored_labels(model, likeliest, table)
    for index, name in enumerate(model["classes"]):
        scored[f"Scored Probabilities_{name}"] = probabilities[:, index]
    return scored
`,
};

/** The figures of a model of several classes. */
export const evaluateClassesTool: PythonTool = {
  names: ['evaluate_classes'],
  imports: [
    'import numpy as np',
    'from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score',
  ],
  needs: [classesTool],
  source: python`
def evaluate_classes(model, scored, threshold):
    """The figures of the rows whose label is one of the classes; a threshold is for two classes only."""
    classes = model["classes"]
    actual = class_indexes(scored[model["label"]], classes)
    known = actual >= 0
    if not known.any():
        raise ValueError("No scored row has a label to compare with.")
    probabilities = scored[[f"Scored Probabilities_{name}" for name in classes]].to_numpy()[known]
    actual, predicted = actual[known], probabilities.argmax(axis=1)
    smallest = np.finfo(float).eps
    of_actual = np.clip(probabilities[np.arange(len(actual)), actual], smallest, 1 - smallest)
    means = {"labels": range(len(classes)), "average": "macro", "zero_division": 0}
    return {
        "label": model["label"],
        "classes": classes,
        "rows": len(actual),
        "rowsWithoutLabel": int((~known).sum()),
        "metrics": {
            "accuracy": float(np.mean(predicted == actual)),
            "macroPrecision": float(precision_score(actual, predicted, **means)),
            "macroRecall": float(recall_score(actual, predicted, **means)),
            "macroF1": float(f1_score(actual, predicted, **means)),
            "logLoss": float(-np.log(of_actual).mean()),
            "confusion": confusion_matrix(actual, predicted, labels=range(len(classes))).tolist(),
        },
        "baseline": {
            "label": model["mostFrequent"],
            "accuracy": float(np.mean(actual == classes.index(model["mostFrequent"]))),
        },
    }
`,
};

/** The confusion matrix as a picture. */
export const plotClassesTool: PythonTool = {
  names: ['plot_classes'],
  source: python`
def plot_classes(axes, model, scored):
    """The confusion matrix: rows by their actual and their predicted class."""
    from sklearn.metrics import ConfusionMatrixDisplay

    actual = class_indexes(scored[model["label"]], model["classes"])
    predicted = class_indexes(scored["Scored Labels"], model["classes"])
    ConfusionMatrixDisplay.from_predictions(
        actual[actual >= 0], predicted[actual >= 0], labels=range(len(model["classes"])),
        display_labels=model["classes"], cmap="GnBu", colorbar=False, ax=axes,
    )
`,
};
