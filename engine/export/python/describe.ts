import { designMatrixTool } from './features.ts';
import { python, type PythonTool } from './part.ts';

/** What the report says of a model with one weight per column. */
export const describeWeightsTool: PythonTool = {
  names: ['describe_weights'],
  needs: [designMatrixTool],
  source: python`
def describe_weights(model):
    """The objective at the optimum, and the weight of each column."""
    weights = [float(weight) for weight in model["weights"]]
    return {
        "learner": model["learner"],
        "label": model["label"],
        "rows": model["rows"],
        "objective": float(model["objective"]),
        "intercept": float(model["intercept"]),
        "coefficients": dict(zip(matrix_columns(model["features"]), weights)),
    }
`,
};

/** What the report says of a model with weights for each class. */
export const describeClassWeightsTool: PythonTool = {
  names: ['describe_class_weights'],
  needs: [designMatrixTool],
  source: python`
def describe_class_weights(model):
    """The objective at the optimum, and for each class the weight of each column."""
    columns = matrix_columns(model["features"])
    weights = [dict(zip(columns, [float(weight) for weight in row])) for row in model["weights"]]
    return {
        "learner": model["learner"],
        "label": model["label"],
        "rows": model["rows"],
        "objective": float(model["objective"]),
        "intercepts": dict(zip(model["classes"], [float(value) for value in model["intercepts"]])),
        "classCoefficients": dict(zip(model["classes"], weights)),
    }
`,
};

/** What the report says of any other model. */
export const describeModelTool: PythonTool = {
  names: ['describe_model'],
  source: python`
def describe_model(model):
    """What was trained, and on how many rows."""
    return {"learner": model["learner"], "label": model["label"], "rows": model["rows"]}
`,
};
