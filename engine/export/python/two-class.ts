import { fitFeaturesTool } from './features.ts';
import { python, type PythonTool } from './part.ts';
import { scoredLabelsTool } from './scores.ts';
import { isTextTool, numberTextTool } from './tables.ts';

/** The two classes of a label column. */
export const twoClassesTool: PythonTool = {
  names: ['two_classes', 'classes_of'],
  imports: ['import numpy as np'],
  needs: [isTextTool, numberTextTool],
  source: python`
def two_classes(column, positive=""):
    """The negative and the positive class of a label column as texts. Numbers are sorted by value, texts
    by character; the last one is positive unless another is named."""
    labels = sorted(set(column.dropna()))
    classes = labels if is_text(column) else [number_text(label) for label in labels]
    if len(classes) != 2:
        raise ValueError(f"The label {column.name!r} has {len(classes)} classes and needs two.")
    if positive and not is_text(column):
        positive = number_text(float(positive))
    if positive and positive not in classes:
        raise ValueError(f"The label {column.name!r} has no class {positive!r}. Its classes are {classes}.")
    return classes[::-1] if positive == classes[0] else classes


def classes_of(column, negative, positive):
    """1 where a row is of the positive class, 0 where of the negative, -1 where its label is neither."""
    if not is_text(column):
        negative, positive = float(negative), float(positive)
    return np.where(column == positive, 1, np.where(column == negative, 0, -1))
`,
};

/** What training on two classes begins with. */
export const twoClassTaskTool: PythonTool = {
  names: ['two_class_task'],
  needs: [twoClassesTool, fitFeaturesTool],
  source: python`
def two_class_task(table, label, positive=""):
    """The rows with a label, 1 where they are of the positive class, and what a model keeps of them."""
    table = table[table[label].notna()]
    negative, positive = two_classes(table[label], positive)
    actual = classes_of(table[label], negative, positive)
    return table, actual, {
        "label": label,
        "labelKind": "category" if is_text(table[label]) else "number",
        "negative": negative,
        "positive": positive,
        "positiveShare": actual.mean(),
        "features": fit_features(table.drop(columns=[label])),
        "rows": len(table),
    }
`,
};

/** Log odds as probabilities. */
export const logisticTool: PythonTool = {
  names: ['logistic'],
  imports: ['import numpy as np'],
  source: python`
def logistic(scores):
    """Turns log odds into probabilities."""
    return np.exp(-np.logaddexp(0, -scores))
`,
};

/** The columns that scoring with a two-class model adds. */
export const scoreTwoClassTool: PythonTool = {
  names: ['score_two_class'],
  needs: [scoredLabelsTool],
  source: python`
def score_two_class(model, table, probabilities):
    """The table with the columns "Scored Labels", the likelier class, and "Scored Probabilities"."""
    scored = without_scores(table)
    labels = [model["positive"] if p >= 0.5 else model["negative"] for p in probabilities]
    scored["Scored Labels"] = scored_labels(model, labels, table)
    scored["Scored Probabilities"] = probabilities
    return scored
`,
};

/** The figures of a two-class model. */
export const evaluateTwoClassTool: PythonTool = {
  names: ['evaluate_two_class'],
  imports: [
    'import numpy as np',
    'from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score, roc_auc_score',
  ],
  needs: [twoClassesTool],
  source: python`
def evaluate_two_class(model, scored, threshold):
    """The figures of the rows whose label is one of the two classes."""
    actual = classes_of(scored[model["label"]], model["negative"], model["positive"])
    known = actual >= 0
    if not known.any():
        raise ValueError("No scored row has a label to compare with.")
    actual = actual[known]
    probabilities = scored["Scored Probabilities"].to_numpy()[known]
    predicted = (probabilities >= threshold).astype(int)
    tn, fp, fn, tp = confusion_matrix(actual, predicted, labels=[0, 1]).ravel().tolist()
    smallest = np.finfo(float).eps
    kept = np.clip(probabilities, smallest, 1 - smallest)
    losses = -np.where(actual == 1, np.log(kept), np.log1p(-kept))
    return {
        "label": model["label"],
        "negative": model["negative"],
        "positive": model["positive"],
        "rows": len(actual),
        "rowsWithoutLabel": int((~known).sum()),
        "metrics": {
            "accuracy": (tp + tn) / len(actual),
            "precision": float(precision_score(actual, predicted, zero_division=0)),
            "recall": float(recall_score(actual, predicted, zero_division=0)),
            "f1": float(f1_score(actual, predicted, zero_division=0)),
            "auc": float(roc_auc_score(actual, probabilities)) if 0 < actual.sum() < len(actual) else None,
            "logLoss": float(losses.mean()),
            "confusion": {"tn": tn, "fp": fp, "fn": fn, "tp": tp},
        },
        "baseline": {
            "label": model["positive"] if model["positiveShare"] >= 0.5 else model["negative"],
            "accuracy": float(np.mean(actual == (model["positiveShare"] >= 0.5))),
        },
    }
`,
};

/** The ROC curve of scored rows. */
export const plotTwoClassTool: PythonTool = {
  names: ['plot_two_class'],
  source: python`
def plot_two_class(axes, model, scored):
    """The ROC curve: of all thresholds, how many positives are found, at how many false alarms."""
    from sklearn.metrics import roc_curve

    actual = classes_of(scored[model["label"]], model["negative"], model["positive"])
    known = actual >= 0
    false_alarms, found, _ = roc_curve(actual[known], scored["Scored Probabilities"][known])
    axes.plot(false_alarms, found)
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.set(xlabel="false positive rate", ylabel="true positive rate")
`,
};
