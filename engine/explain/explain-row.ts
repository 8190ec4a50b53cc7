import { coefficientsOf } from '../evaluate/coefficients.ts';
import { cellAt, getColumn, takeRows, type Table } from '../table/table.ts';
import { createDesignMatrix } from '../train/design-matrix.ts';
import type { BoostedTreesModel, Feature, Model, NeuralNetworkModel } from '../train/model.ts';
import { predict } from '../train/predict.ts';
import { explainTree } from './explain-tree.ts';
import type { Answer, Contribution, Explanation, Reasons } from './explanation.ts';

/** From this probability on a row counts as positive, as Score Model has it. */
const threshold = 0.5;

/**
 * Why a model answers what it answers about one row of a table. Errors: `column-not-found`, `column-type-changed`.
 */
export function explainRow(model: Model, table: Table, row: number): Explanation {
  const one = takeRows(table, Uint32Array.of(row));
  const reasons = reasonsOf(model, one);
  return { label: model.label, reasons, answer: answerOf(model, one, reasons) };
}

function reasonsOf(model: Model, one: Table): Reasons {
  switch (model.learner) {
    case 'two-class-logistic-regression':
    case 'multiclass-logistic-regression':
    case 'linear-regression':
      return linearReasons(model, one);
    case 'two-class-boosted-decision-tree':
    case 'boosted-decision-tree-regression':
      return treeReasons(model, one);
    case 'two-class-neural-network':
    case 'multiclass-neural-network':
    case 'neural-network-regression':
      return networkReasons(model, one);
  }
}

function linearReasons(model: Model, one: Table): Reasons {
  const inputs = inputsOf(one, model.features);
  const scores = coefficientsOf(model).map(({ ofClass, intercept, terms }) => {
    const contributions = model.features.map((feature, index): Contribution => {
      const cell = cellAt(getColumn(one, feature.column), 0);
      const { input, level } = inputs[index];
      const term = terms.find(
        (candidate) => candidate.column === feature.column && candidate.level === level,
      );
      const weight = term?.weight ?? 0;
      return { column: feature.column, cell, input, weight, value: input * weight };
    });
    const score = contributions.reduce((sum, { value }) => sum + value, intercept);
    return { ofClass, intercept, contributions, score };
  });
  return { kind: 'linear', scores };
}

/** What the model sees of each feature: the scaled number, or which text it is. */
function inputsOf(
  one: Table,
  features: readonly Feature[],
): { readonly input: number; readonly level: string | null }[] {
  const { numeric, categorical } = createDesignMatrix(one, features);
  let [numbers, texts] = [0, 0];
  return features.map((feature) => {
    if (feature.kind === 'numeric') return { input: numeric[numbers++][0], level: null };
    const code = categorical[texts++].codes[0];
    // An unknown text has no weight: no level is named so.
    return code === 0 ? { input: 0, level: '' } : { input: 1, level: feature.levels[code - 1] };
  });
}

function treeReasons(model: BoostedTreesModel, one: Table): Reasons {
  const paths = model.trees.map((tree) => explainTree(tree, model.features, one));
  return {
    kind: 'trees',
    start: model.start,
    paths,
    score: paths.reduce((sum, { value }) => sum + value, model.start),
  };
}

function networkReasons(model: NeuralNetworkModel, one: Table): Reasons {
  const { hidden, output, features } = model;
  const { numeric, categorical } = createDesignMatrix(one, features);
  const inputs = numeric.map((column) => column[0]);
  for (const { codes, levelCount } of categorical) {
    for (let level = 1; level <= levelCount; level++) inputs.push(codes[0] === level ? 1 : 0);
  }
  const sums = hidden.biases.map((bias, node) =>
    inputs.reduce((sum, input, j) => sum + input * hidden.weights[j][node], bias),
  );
  const active = sums.flatMap((sum, node) =>
    sum > 0 ? [{ node, sum, values: output.weights[node].map((weight) => sum * weight) }] : [],
  );
  const classes: readonly (string | null)[] = 'classes' in model ? model.classes : [null];
  return {
    kind: 'network',
    active,
    hiddenNodes: sums.length,
    outputs: output.biases.map((bias, k) => ({
      ofClass: classes[k],
      bias,
      score: active.reduce((sum, { values }) => sum + values[k], bias),
    })),
  };
}

/** The scores that the reasons add up to, one per class or one. */
function scoresOf(reasons: Reasons): number[] {
  switch (reasons.kind) {
    case 'linear':
      return reasons.scores.map(({ score }) => score);
    case 'trees':
      return [reasons.score];
    case 'network':
      return reasons.outputs.map(({ score }) => score);
  }
}

/** What the model itself predicts: the reasons only explain it. */
function answerOf(model: Model, one: Table, reasons: Reasons): Answer {
  const scores = scoresOf(reasons);
  const said = predict(model, one);
  switch (said.task) {
    case 'binary': {
      const { negative, positive, probabilities } = said;
      const [probability] = probabilities;
      const label = probability >= threshold ? positive : negative;
      return { task: 'binary', negative, positive, score: scores[0], probability, threshold, label };
    }
    case 'multiclass': {
      const classes = said.classes.map((name, k) => ({
        name,
        score: scores[k],
        probability: said.probabilities[k],
      }));
      const likeliest = classes.reduce((best, one) => (one.probability > best.probability ? one : best));
      return { task: 'multiclass', classes, label: likeliest.name };
    }
    case 'regression':
      return { task: 'regression', value: said.values[0] };
  }
}
