// Runs of all tasks as the report takes them, made without training: the figures need not be good, but known.
import {
  scoredLabels,
  scoredProbabilities,
  scoredProbabilitiesOf,
  type ScoredTable,
  type TrainedModel,
} from '../../../engine/components/values.ts';
import { createRandom, type Random } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../../engine/table/table.ts';
import type { LogisticRegressionModel } from '../../../engine/train/model.ts';

/** A row of the binary cases: what the page shows must follow from these alone. */
export interface BinaryCaseRow {
  readonly label: 'N' | 'Y';
  readonly probability: number;
}

interface Loan {
  readonly income: number;
  readonly amount: number;
  readonly history: number;
  readonly area: 'Rural' | 'Semiurban' | 'Urban';
  readonly label: 'N' | 'Y';
  readonly probability: number;
}

const areas = ['Rural', 'Semiurban', 'Urban'] as const;
const weights = { income: 1.1, amount: -0.9, history: 3.1, Rural: -0.25, Semiurban: 0.55, Urban: -0.3 };
const intercept = -1.7;

function loans(count: number, seed: number, noise = 1): Loan[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const income = Math.round(1500 + 9000 * random.next() ** 2);
    const amount = Math.round(40 + 300 * random.next());
    const history = random.next() < 0.84 ? 1 : 0;
    const area = areas[random.integer(3)];
    const score =
      intercept +
      (weights.income * (income - 1500)) / 9000 +
      (weights.amount * (amount - 40)) / 300 +
      weights.history * history +
      weights[area];
    const truth = score + noise * (random.next() + random.next() - 1) * 2;
    const label = random.next() < 1 / (1 + Math.exp(-truth)) ? 'Y' : 'N';
    return { income, amount, history, area, label, probability: 1 / (1 + Math.exp(-score)) };
  });
}

const numbers = (name: string, values: Float64Array): Column => ({ kind: 'number', name, values });
const texts = (name: string, values: readonly string[]): Column => ({
  kind: 'category',
  name,
  ...encodeTexts(values),
});

function loanTable(rows: readonly Loan[]): ScoredTable {
  const pick = (column: 'income' | 'amount' | 'history' | 'probability'): Float64Array =>
    Float64Array.from(rows, (row) => row[column]);
  const table = createTable(
    [
      numbers('ApplicantIncome', pick('income')),
      numbers('LoanAmount', pick('amount')),
      numbers('Credit_History', pick('history')),
      texts(
        'Property_Area',
        rows.map(({ area }) => area),
      ),
      texts(
        'Loan_Status',
        rows.map(({ label }) => label),
      ),
      texts(
        scoredLabels,
        rows.map(({ probability }) => (probability >= 0.5 ? 'Y' : 'N')),
      ),
      numbers(scoredProbabilities, pick('probability')),
    ],
    Uint32Array.from(rows, (_, i) => 3 * i + 2),
  );
  return {
    ...table,
    scoring: {
      task: 'binary',
      label: 'Loan_Status',
      negative: 'N',
      positive: 'Y',
      baselines: {
        label: 'Loan_Status',
        negative: 'N',
        positive: 'Y',
        positiveShare: 0.69,
        rule: {
          kind: 'cut',
          column: 'Credit_History',
          cut: 0.5,
          values: [0, 1],
          below: 0.08,
          above: 0.8,
          missing: 0.7,
        },
        text: 'Loan_Status is Y unless Credit_History is 0',
      },
    },
  };
}

const model: LogisticRegressionModel = {
  formatVersion: 1,
  learner: 'two-class-logistic-regression',
  label: 'Loan_Status',
  negative: 'N',
  positive: 'Y',
  features: [
    { kind: 'numeric', column: 'ApplicantIncome', minimum: 1500, maximum: 10_500 },
    { kind: 'numeric', column: 'LoanAmount', minimum: 40, maximum: 340 },
    { kind: 'numeric', column: 'Credit_History', minimum: 0, maximum: 1 },
    { kind: 'categorical', column: 'Property_Area', levels: [...areas] },
  ],
  rows: 429,
  l2Weight: 1,
  intercept,
  weights: [weights.income, weights.amount, weights.history, weights.Rural, weights.Semiurban, weights.Urban],
  objective: 200,
  passes: 8,
};
const trained: TrainedModel = {
  formatVersion: 1,
  labelKind: 'category',
  model,
  baselines: null,
};

/** The rows of the case `binary`. */
export const binaryRows: readonly BinaryCaseRow[] = loans(185, 4);

function run(scored: ScoredTable, name: string, part: 'test' | 'train' = 'test', withModel = true) {
  return { name, part, scored, ...(withModel && { model: trained }) };
}

function blurred(rows: readonly Loan[], seed: number): Loan[] {
  const random = createRandom(seed);
  return rows.map((row) => ({
    ...row,
    probability: Math.min(1, Math.max(0, row.probability + 0.5 * (random.next() - 0.5))),
  }));
}

/** 100,000 scores that are all different, as the bench draws them. */
export function manyScores(count = 100_000): ScoredTable {
  const random = createRandom(11);
  const labels = Array.from({ length: count }, () => (random.next() < 0.4 ? 'Y' : 'N'));
  const values = Float64Array.from(labels, (label) => random.next() ** (label === 'Y' ? 0.6 : 1.5));
  return {
    ...createTable([
      texts('Loan_Status', labels),
      numbers('Credit_History', new Float64Array(count).fill(1)),
      numbers(scoredProbabilities, values),
    ]),
    scoring: loanTable([]).scoring,
  };
}

function penguins(random: Random): ScoredTable {
  const classes = ['Adelie', 'Chinstrap', 'Gentoo'];
  const rows = Array.from({ length: 240 }, () => {
    const actual = random.integer(3);
    const raw = classes.map((_, k) => Math.exp((k === actual ? 2 : 0) + 2.4 * random.next()));
    const sum = raw.reduce((total, value) => total + value, 0);
    return { actual, bill: 35 + 6 * actual + 8 * random.next(), shares: raw.map((value) => value / sum) };
  });
  const table: Table = createTable([
    numbers(
      'bill_length',
      Float64Array.from(rows, ({ bill }) => bill),
    ),
    texts(
      'species',
      rows.map(({ actual }) => classes[actual]),
    ),
    ...classes.map((name, k) =>
      numbers(
        scoredProbabilitiesOf(name),
        Float64Array.from(rows, ({ shares }) => shares[k]),
      ),
    ),
  ]);
  return { ...table, scoring: { task: 'multiclass', label: 'species', classes, mostFrequent: 'Adelie' } };
}

function prices(count: number): ScoredTable {
  const random = createRandom(8);
  const carat = Float64Array.from({ length: count }, () => 0.2 + 3 * random.next() ** 3);
  const predicted = carat.map((value) => 300 + 5200 * value);
  const actual = predicted.map(
    (value, i) => value * (0.7 + 0.6 * random.next()) + (i % 9973 === 5 ? 9000 : 0),
  );
  return {
    ...createTable([numbers('carat', carat), numbers('price', actual), numbers(scoredLabels, predicted)]),
    scoring: { task: 'regression', label: 'price', mean: 4000 },
  };
}

const losses = Array.from({ length: 100 }, (_, i) => 0.28 + 0.4 * Math.exp(-i / 14));
const treeModel: TrainedModel = {
  formatVersion: 1,
  labelKind: 'number',
  baselines: null,
  model: {
    formatVersion: 1,
    learner: 'boosted-decision-tree-regression',
    label: 'price',
    features: [{ kind: 'numeric', column: 'carat', minimum: 0.2, maximum: 3.2 }],
    rows: 100,
    labelMean: 4000,
    leaves: 20,
    minimumLeafRows: 10,
    learningRate: 0.2,
    start: 4000,
    trees: [],
    importance: [12],
    losses,
  },
};

/** The props of the report by the name of the case. */
export const cases: Readonly<
  Record<string, () => { readonly runs: readonly unknown[]; readonly onFollow?: unknown }>
> = {
  binary: () => ({
    runs: [run(loanTable(loans(185, 4)), 'Two-Class Logistic Regression')],
    onFollow: () => undefined,
  }),
  compare: () => {
    const rows = loans(185, 4);
    return {
      runs: [
        run(loanTable(rows), 'Two-Class Logistic Regression'),
        run(loanTable(blurred(rows, 2)), 'Two-Class Boosted Decision Tree', 'test', false),
      ],
    };
  },
  overfitting: () => ({
    runs: [
      run(loanTable(loans(429, 5, 0.2)), 'Two-Class Logistic Regression', 'train'),
      run(loanTable(loans(185, 4)), 'Two-Class Logistic Regression'),
    ],
  }),
  multiclass: () => ({
    runs: [{ name: 'Multiclass Neural Network', part: 'test', scored: penguins(createRandom(3)) }],
  }),
  regression: () => ({
    runs: [
      { name: 'Boosted Decision Tree Regression', part: 'test', scored: prices(100_000), model: treeModel },
    ],
  }),
  many: () => ({ runs: [run(manyScores(), 'Two-Class Logistic Regression', 'test', false)] }),
  oneClass: () => ({
    runs: [run(loanTable(loans(30, 4).map((row) => ({ ...row, label: 'Y' as const }))), 'All Y')],
  }),
  noLabel: () => {
    const { columns, ...rest } = loanTable(loans(20, 4));
    return {
      runs: [run({ ...rest, columns: columns.filter(({ name }) => name !== 'Loan_Status') }, 'No label')],
    };
  },
  mixed: () => ({
    runs: [
      run(loanTable(loans(60, 4)), 'Two-Class Logistic Regression'),
      { name: 'Linear Regression', part: 'test', scored: prices(200) },
    ],
  }),
};
