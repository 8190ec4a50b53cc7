import type { CategoryColumn, Column, NumberColumn } from '../table/table.ts';
import { columnTypeChanged } from '../train/errors.ts';

/** A rule on one column; each branch carries the probability of the positive class, (k + 1) / (n + 2). */
export type SingleColumnRule = CutRule | LevelRule;

/** Numbers up to `cut`, numbers above it, and missing cells. */
export interface CutRule {
  readonly kind: 'cut';
  readonly column: string;
  readonly cut: number;
  /** The column's two values, where it has no more. */
  readonly values?: readonly [number, number];
  readonly below: number;
  readonly above: number;
  readonly missing: number;
}

/** Each level that occurs often enough to be believed; all others; missing cells. */
export interface LevelRule {
  readonly kind: 'levels';
  readonly column: string;
  readonly levels: readonly { readonly level: string; readonly probability: number }[];
  readonly otherwise: number;
  readonly missing: number;
}

/** A rule and how many training rows it is right about. */
export interface FittedRule {
  readonly rule: SingleColumnRule;
  readonly correct: number;
}

/** A branch with fewer rows says what all rows say: an id cannot win by heart (Holte's minimum bucket). */
const leastBranchRows = 6;

interface Counts {
  readonly rows: number;
  readonly positives: number;
}

const probabilityOf = ({ rows, positives }: Counts): number => (positives + 1) / (rows + 2);

/** The branch's probability and how many of its rows the rule is right about. */
function branch(counts: Counts, all: Counts): { probability: number; correct: number } {
  const probability = probabilityOf(counts.rows < leastBranchRows ? all : counts);
  return { probability, correct: probability >= 0.5 ? counts.positives : counts.rows - counts.positives };
}

/** The best rule on a column for rows of class 1, 0 or -1 (left out); `undefined` where it has one value only. */
export function fitRule(column: Column, classes: Int8Array, all: Counts): FittedRule | undefined {
  return column.kind === 'number' ? fitCut(column, classes, all) : fitLevels(column, classes, all);
}

/** How many branches a rule has. */
export function ruleSize(rule: SingleColumnRule): number {
  return rule.kind === 'cut' ? 2 : rule.levels.length;
}

function fitCut({ name, values }: NumberColumn, classes: Int8Array, all: Counts): FittedRule | undefined {
  const negatives = sortedValues(values, classes, 0);
  const positives = sortedValues(values, classes, 1);
  const present = negatives.length + positives.length;
  const majority = probabilityOf(all) >= 0.5;
  let best = -1;
  let bestCut: { cut: number; below: Counts; above: Counts } | undefined;
  let distinct = 0;
  let first = 0;
  let n = 0;
  let p = 0;
  let last = NaN;
  while (n < negatives.length || p < positives.length) {
    const value = Math.min(
      n < negatives.length ? negatives[n] : Infinity,
      p < positives.length ? positives[p] : Infinity,
    );
    if (distinct === 0) first = value;
    if (distinct > 0) {
      const below = n + p;
      const above = present - below;
      const belowIsPositive = below < leastBranchRows ? majority : 2 * p >= below;
      const aboveIsPositive = above < leastBranchRows ? majority : 2 * (positives.length - p) >= above;
      const correct =
        (belowIsPositive ? p : n) + (aboveIsPositive ? positives.length - p : negatives.length - n);
      if (correct > best) {
        best = correct;
        bestCut = {
          cut: between(last, value),
          below: { rows: below, positives: p },
          above: { rows: above, positives: positives.length - p },
        };
      }
    }
    distinct++;
    last = value;
    while (n < negatives.length && negatives[n] === value) n++;
    while (p < positives.length && positives[p] === value) p++;
  }
  if (!bestCut) return undefined;
  const missing = branch({ rows: all.rows - present, positives: all.positives - positives.length }, all);
  return {
    correct: best + missing.correct,
    rule: {
      kind: 'cut',
      column: name,
      cut: bestCut.cut,
      ...(distinct === 2 && { values: [first, last] as const }),
      below: branch(bestCut.below, all).probability,
      above: branch(bestCut.above, all).probability,
      missing: missing.probability,
    },
  };
}

/** A number that separates two neighbours: their middle, or the lower one where rounding leaves no middle. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle > lower && middle < upper ? middle : lower;
}

function sortedValues(values: Float64Array, classes: Int8Array, wanted: number): Float64Array {
  const chosen = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (classes[i] === wanted && values[i] === values[i]) chosen[count++] = values[i] + 0;
  }
  return chosen.subarray(0, count).sort();
}

function fitLevels(
  { name, codes, levels }: CategoryColumn,
  classes: Int8Array,
  all: Counts,
): FittedRule | undefined {
  // Place 0 counts the missing cells, whose code is -1.
  const rows = new Uint32Array(levels.size + 1);
  const positives = new Uint32Array(levels.size + 1);
  for (let i = 0; i < codes.length; i++) {
    if (classes[i] < 0) continue;
    rows[codes[i] + 1]++;
    positives[codes[i] + 1] += classes[i];
  }
  const believed: { level: string; probability: number }[] = [];
  let occurring = 0;
  let correct = 0;
  for (let place = 1; place < rows.length; place++) {
    if (rows[place] === 0) continue;
    occurring++;
    const counts = { rows: rows[place], positives: positives[place] };
    const fitted = branch(counts, all);
    correct += fitted.correct;
    if (counts.rows >= leastBranchRows) {
      believed.push({ level: levels.at(place - 1), probability: fitted.probability });
    }
  }
  if (occurring < 2) return undefined;
  const missing = branch({ rows: rows[0], positives: positives[0] }, all);
  return {
    correct: correct + missing.correct,
    rule: {
      kind: 'levels',
      column: name,
      levels: believed,
      otherwise: probabilityOf(all),
      missing: missing.probability,
    },
  };
}

/**
 * The probability of the positive class that a rule gives each cell of its column.
 * Error: `column-type-changed`.
 */
export function ruleProbabilities(rule: SingleColumnRule, column: Column): Float64Array {
  const fitted = "the baseline's rule was fitted to";
  if (rule.kind === 'cut') {
    if (column.kind !== 'number') throw columnTypeChanged(column.name, 'numbers', fitted);
    const { cut, below, above, missing } = rule;
    return column.values.map((value) => (value <= cut ? below : value > cut ? above : missing));
  }
  if (column.kind !== 'category') throw columnTypeChanged(column.name, 'text', fitted);
  const byCode = new Float64Array(column.levels.size + 1).fill(rule.otherwise);
  byCode[0] = rule.missing;
  for (const { level, probability } of rule.levels) {
    const code = column.levels.indexOf(level);
    if (code >= 0) byCode[code + 1] = probability;
  }
  return Float64Array.from(column.codes, (code) => byCode[code + 1]);
}
