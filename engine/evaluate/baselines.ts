import { listNames } from '../errors.ts';
import { getColumn, type Table } from '../table/table.ts';
import type { BinaryLabels } from '../train/labels.ts';
import { evaluateBinary, type BinaryMetrics } from './metrics.ts';
import {
  fitRule,
  ruleProbabilities,
  ruleSize,
  type FittedRule,
  type SingleColumnRule,
} from './single-column-rule.ts';

/** Two rules that any model should beat, fitted to its training rows; plain JSON. */
export interface Baselines {
  readonly label: string;
  readonly negative: string;
  readonly positive: string;
  /** The share of the positive class among the training rows. */
  readonly positiveShare: number;
  readonly rule: SingleColumnRule | null;
  /** The rule in a sentence. */
  readonly text: string;
}

/** How the baselines do on rows that they were not fitted to. */
export interface BaselineMetrics {
  readonly mostFrequentClass: { readonly label: string } & BinaryMetrics;
  readonly bestSingleColumnRule: ({ readonly column: string; readonly text: string } & BinaryMetrics) | null;
}

/**
 * Fits both baselines to training rows: the most frequent class, and the rule on one column that is right most
 * often (Holte's 1R, 1993). Of equally good rules the simpler one wins, then the first column.
 */
export function fitBaselines(table: Table, label: string, labels: BinaryLabels): Baselines {
  const { negative, positive, classes } = labels;
  let rows = 0;
  let positives = 0;
  for (let i = 0; i < classes.length; i++) {
    if (classes[i] < 0) continue;
    rows++;
    positives += classes[i];
  }
  let best: FittedRule | undefined;
  for (const column of table.columns) {
    if (column.name === label) continue;
    const fitted = fitRule(column, classes, { rows, positives });
    if (!fitted) continue;
    const better =
      !best ||
      fitted.correct > best.correct ||
      (fitted.correct === best.correct && ruleSize(fitted.rule) < ruleSize(best.rule));
    if (better) best = fitted;
  }
  return {
    label,
    negative,
    positive,
    positiveShare: rows === 0 ? 0.5 : positives / rows,
    rule: best?.rule ?? null,
    text: best ? describeRule(best.rule, label, negative, positive) : '',
  };
}

/**
 * The figures of both baselines on other rows, whose classes are 1 or 0.
 * Error: `column-not-found` where the rule's column is not there.
 */
export function evaluateBaselines(baselines: Baselines, table: Table, classes: Int8Array): BaselineMetrics {
  const { positiveShare, negative, positive, rule, text } = baselines;
  const constant = new Float64Array(classes.length).fill(positiveShare);
  return {
    mostFrequentClass: {
      label: positiveShare >= 0.5 ? positive : negative,
      ...evaluateBinary(constant, classes),
    },
    bestSingleColumnRule: rule && {
      column: rule.column,
      text,
      ...evaluateBinary(ruleProbabilities(rule, getColumn(table, rule.column)), classes),
    },
  };
}

function describeRule(rule: SingleColumnRule, label: string, negative: string, positive: string): string {
  const classOf = (probability: number): string => (probability >= 0.5 ? positive : negative);
  const whatever = (name: string): string => `${label} is ${name}, whatever ${rule.column} is`;
  if (rule.kind === 'cut') {
    const below = classOf(rule.below);
    const above = classOf(rule.above);
    if (below === above) return whatever(below);
    // The side that missing values do not share is the exception.
    const exception = classOf(rule.missing) === above ? 'below' : 'above';
    const usual = exception === 'below' ? above : below;
    if (rule.values) {
      return `${label} is ${usual} unless ${rule.column} is ${exception === 'below' ? rule.values[0] : rule.values[1]}`;
    }
    const side = exception === 'below' ? 'at most' : 'above';
    return `${label} is ${usual} unless ${rule.column} is ${side} ${Number(rule.cut.toPrecision(6))}`;
  }
  const otherwise = classOf(rule.otherwise);
  const exceptions = rule.levels.filter(({ probability }) => classOf(probability) !== otherwise);
  const names = exceptions.map(({ level }) => level);
  if (classOf(rule.missing) !== otherwise) names.push('missing');
  if (names.length === 0) return whatever(otherwise);
  const list = listNames(names, 5).replace(
    / and (?=[^ ]*$)/,
    names.length > 1 && names.length <= 5 ? ' or ' : ' and ',
  );
  return `${label} is ${otherwise} unless ${rule.column} is ${list}`;
}
