import { python, type PythonTool } from './part.ts';

/** What all scoring does. */
export const scoredLabelsTool: PythonTool = {
  names: ['without_scores', 'scored_labels'],
  imports: ['import pandas as pd'],
  source: python`
def without_scores(table):
    """A copy of a table without what an earlier model has said."""
    own = ("Scored Labels", "Scored Probabilities")
    return table[[name for name in table.columns if name not in own and not name.startswith(own[1] + "_")]].copy()


def scored_labels(model, labels, table):
    """The predicted classes, of the kind that the label column was."""
    labels = pd.Series(labels, index=table.index, dtype=object)
    return labels.astype(float) if model["labelKind"] == "number" else labels
`,
};
