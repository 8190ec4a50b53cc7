import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type {
  LogisticReport,
  MulticlassReport,
  RegressionReport,
  TrainReport,
} from '../../../electron/commands/train-report.ts';
import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../engine/pipeline/run-inference.ts';
import { trainingPipeline } from '../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../engine/random.ts';
import { cellAt, columnNames } from '../../../engine/table/table.ts';
import { runCli, startCli, temporaryFolder, toCsv, type CliResult } from '../../support/cli.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';
import { twoClassTable, type NumberShape } from '../../support/random-tables.ts';

function anyReport(result: CliResult): TrainReport {
  expect(result.stderr).not.toMatch(/\bat .*\.ts:\d+/);
  expect(result.code, result.stderr).toBe(0);
  return JSON.parse(result.stdout) as TrainReport;
}

function report(result: CliResult): LogisticReport {
  const found = anyReport(result);
  expect([found.task, found.model.learner]).toEqual(['binary', 'two-class-logistic-regression']);
  return found as LogisticReport;
}

describe('guidepost train', () => {
  it('reads, trains and evaluates the built-in table where no file has its name', () => {
    const result = runCli(temporaryFolder(), 'train', 'loans.csv', '--label', 'Loan_Status', '--json');
    expect(result.stderr).toContain('using the synthetic table that comes with Guidepost');
    const { rows, positive, metrics, baselines, model, seconds, warnings } = report(result);
    expect(rows).toEqual({ read: 614, used: 614, train: 429, test: 185 });
    expect(positive).toBe('Y');
    const { tn, fp, fn, tp } = metrics.confusion;
    expect(tn + fp + fn + tp).toBe(185);
    expect(metrics.accuracy).toBeCloseTo((tn + tp) / 185, 12);
    expect(baselines.bestSingleColumnRule?.text).toBe('Loan_Status is Y unless Credit_History is 0');
    expect(Object.keys(model.coefficients)).toContain('Married=Yes');
    expect(model.learner).toBe('two-class-logistic-regression');
    expect(Object.keys(seconds)).toEqual(['read', 'prepare', 'train', 'score', 'evaluate']);
    expect(warnings.map(({ code }) => code)).toEqual(['identifying-column', 'gaps-count-as-zero']);
  });

  it('prints a report for people, and the notes on standard error', () => {
    const result = runCli(
      temporaryFolder(),
      'train',
      'loans.csv',
      '--label',
      'Loan_Status',
      '--drop',
      'Loan_ID',
    );
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('429 rows train the model, 185 other rows test it (seed 42).');
    expect(result.stdout).toMatch(/^model {2,}0\.\d{3} {2}/m);
    expect(result.stderr).toContain('Note: There are gaps in');
  });

  it('gives the same result for the same seed, bit for bit, and another for another', () => {
    const folder = temporaryFolder();
    const train = (seed: string): unknown => {
      const words = [
        'train',
        'loans.csv',
        '--label',
        'Loan_Status',
        '--missing',
        'impute',
        '--seed',
        seed,
        '--json',
      ];
      const { seconds, ...rest } = report(runCli(folder, ...words));
      expect(seconds.train).toBeGreaterThan(0);
      return rest;
    };
    expect(train('7')).toEqual(train('7'));
    expect(train('7')).not.toEqual(train('8'));
  });

  it('drops columns and rows with gaps, and fills gaps', () => {
    const folder = temporaryFolder();
    const train = (...words: string[]): LogisticReport =>
      report(
        runCli(
          folder,
          'train',
          'loans.csv',
          '--label',
          'Loan_Status',
          '--drop',
          'Loan_ID,Gender',
          '--json',
          ...words,
        ),
      );
    const dropped = train('--missing', 'drop-rows', '--split', '1');
    expect(dropped.rows.used).toBeLessThan(600);
    expect([dropped.rows.train, dropped.rows.test]).toEqual([dropped.rows.used, dropped.rows.used]);
    expect(Object.keys(dropped.model.coefficients).some((name) => name.startsWith('Gender'))).toBe(false);
    const imputed = train('--missing', 'impute');
    expect(imputed.rows).toEqual({ read: 614, used: 614, train: 429, test: 185 });
    expect(imputed.warnings).toEqual([]);
    expect(imputed.metrics.accuracy).toBeGreaterThan(imputed.baselines.mostFrequentClass.accuracy);
  });

  it('runs a drawn pipeline as it runs its own', () => {
    const folder = temporaryFolder();
    const options = {
      label: 'Loan_Status',
      drop: ['Loan_ID'],
      missing: 'impute',
      split: 0.6,
      seed: 3,
    } as const;
    const pipeline = trainingPipeline({ ...options, dataset: 'anything' });
    writeFileSync(path.join(folder, 'graph.json'), JSON.stringify(pipeline));
    const comparable = (result: CliResult): object => ({
      ...report(result),
      seconds: undefined,
      seed: undefined,
    });
    const drawn = comparable(runCli(folder, 'train', 'loans.csv', '--pipeline', 'graph.json', '--json'));
    const words = ['--drop', 'Loan_ID', '--missing', 'impute', '--split', '0.6', '--seed', '3', '--json'];
    const own = comparable(runCli(folder, 'train', 'loans.csv', '--label', 'Loan_Status', ...words));
    expect(drawn).toEqual(own);
  });

  it('saves a model whose inference pipeline answers a row with gaps', async () => {
    const folder = temporaryFolder();
    const words = [
      'train',
      'loans.csv',
      '--label',
      'Loan_Status',
      '--missing',
      'impute',
      '--save-model',
      'model',
      '--json',
    ];
    const first = runCli(folder, ...words);
    expect(readdirSync(folder)).toEqual(['model']);
    expect(readdirSync(path.join(folder, 'model')).sort()).toEqual([
      'inference-pipeline.json',
      'model.json',
      'report.json',
      'training-pipeline.json',
    ]);
    const saved = (name: string): string => readFileSync(path.join(folder, 'model', name), 'utf8');
    expect(JSON.parse(saved('report.json'))).toEqual(JSON.parse(first.stdout));
    const [answer] = await runInference(parsePipeline(saved('inference-pipeline.json')), [
      { ApplicantIncome: 4000, Credit_History: null, Property_Area: 'Moon' },
    ]);
    expect(answer['Scored Labels']).toMatch(/^[YN]$/);
    expect(answer['Scored Probabilities']).toBeGreaterThan(0);
    // A second run replaces it.
    expect(runCli(folder, ...words).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['model']);
  });
});

describe('guidepost train, task by task', () => {
  const random = createRandom(50);
  const rows = Array.from({ length: 300 }, () => {
    const [a, b] = [random.normal(), random.normal()];
    const kind = a > 0.5 ? 'high' : b > 0 ? 'middle' : 'low';
    return [a, b, kind, kind === 'high' ? 3 : 1, 100 + 20 * a - 5 * b + random.normal()] as const;
  });
  const table = toCsv([['a', 'b', 'kind', 'grade', 'price'], ...rows]);
  const train = (label: string, ...words: string[]): CliResult => {
    const drop = ['kind', 'grade', 'price'].filter((name) => name !== label).join(',');
    const folder = temporaryFolder({ 't.csv': table });
    return runCli(folder, 'train', 't.csv', '--label', label, '--drop', drop, ...words);
  };

  it('finds several classes among texts, and says so', () => {
    const result = train('kind', '--json');
    const {
      task,
      classes,
      metrics,
      baseline,
      rows: counted,
      warnings,
      model,
    } = anyReport(result) as MulticlassReport;
    expect([task, classes, model.learner]).toEqual([
      'multiclass',
      ['high', 'low', 'middle'],
      'multiclass-logistic-regression',
    ]);
    const { confusion } = metrics;
    const right = confusion.reduce((sum, row, k) => sum + row[k], 0);
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(counted.test);
    expect(metrics.accuracy).toBeCloseTo(right / counted.test, 12);
    expect(metrics.accuracy).toBeGreaterThan(baseline.accuracy + 0.3);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'task-found' }));
    expect(result.stderr).toContain('"kind" holds 3 classes, so the task is multiclass.');
  });

  it('finds numbers, and says so; told the task it does not', () => {
    const result = train('price', '--json');
    const found = anyReport(result) as RegressionReport;
    expect([found.task, found.model.learner]).toEqual(['regression', 'linear-regression']);
    expect(found.metrics.coefficientOfDetermination).toBeGreaterThan(0.98);
    expect(found.metrics.rootMeanSquaredError).toBeLessThan(found.baseline.rootMeanSquaredError / 5);
    expect(result.stderr).toContain('so the task is regression');
    const told = anyReport(train('price', '--task', 'regression', '--json'));
    expect(told.warnings).toEqual([]);
    expect((told as RegressionReport).metrics).toEqual(found.metrics);
  });

  it.each([
    ['kind', 'multiclass-neural-network', 'accuracy'],
    ['grade', 'two-class-boosted-decision-tree', 'AUC'],
    ['grade', 'two-class-neural-network', 'AUC'],
    ['price', 'boosted-decision-tree-regression', 'R²'],
    ['price', 'neural-network-regression', 'R²'],
  ])(
    'predicts %s with %s: the same twice, a report for people, a model that answers',
    async (label, learner, figure) => {
      const first = train(label, '--learner', learner, '--json');
      const { seconds, ...found } = anyReport(first);
      expect(seconds.train).toBeGreaterThan(0);
      const again = anyReport(train(label, '--learner', learner, '--json'));
      expect({ ...again, seconds: undefined }).toEqual({ ...found, seconds: undefined });
      expect(found.model.learner).toBe(learner);
      const score =
        found.task === 'regression' ? found.metrics.coefficientOfDetermination : found.metrics.accuracy;
      expect(score).toBeGreaterThan(0.8);

      const folder = temporaryFolder({ 't.csv': table });
      const drop = ['kind', 'grade', 'price'].filter((name) => name !== label).join(',');
      const words = ['train', 't.csv', '--label', label, '--drop', drop, '--learner', learner];
      const shown = runCli(folder, ...words, '--save-model', 'model');
      expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining(figure)]);
      const text = readFileSync(path.join(folder, 'model', 'inference-pipeline.json'), 'utf8');
      const [answer] = await runInference(parsePipeline(text), [{ a: 2, b: null }]);
      const expected = { kind: 'high', grade: 3, price: expect.any(Number) as number }[label];
      expect(answer['Scored Labels']).toEqual(expected);
      if (label === 'kind') {
        const sum = ['high', 'low', 'middle'].reduce(
          (total, name) => total + Number(answer[`Scored Probabilities_${name}`]),
          0,
        );
        expect(sum).toBeCloseTo(1, 12);
      }
    },
  );
});

describe('guidepost train refuses', () => {
  const table = 'x,y\n1,a\n2,b\n3,a\n4,b\n';
  it.each([
    ['no file', [], 2, 'train needs a CSV file.'],
    ['no label', ['t.csv'], 2, 'train needs --label COLUMN'],
    ['an unknown option', ['t.csv', '--lable', 'y'], 2, 'There is no option --lable.\nDid you mean --label?'],
    ['an option without its value', ['t.csv', '--label'], 2, '--label needs a value.'],
    [
      'a split of 0',
      ['t.csv', '--label', 'y', '--split', '0'],
      2,
      '--split is a number above 0 and up to 1, not "0".',
    ],
    [
      'a strange seed',
      ['t.csv', '--label', 'y', '--seed', '1.5'],
      2,
      '--seed is a whole number from 0, not "1.5".',
    ],
    [
      'a task of another kind',
      ['t.csv', '--label', 'y', '--task', 'clustering'],
      2,
      '--task clustering cannot be trained',
    ],
    [
      'an unknown task',
      ['t.csv', '--label', 'y', '--task', 'ranking'],
      2,
      '--task is binary or multiclass or regression',
    ],
    [
      'a learner of another task',
      ['t.csv', '--label', 'y', '--task', 'regression', '--learner', 'two-class-neural-network'],
      2,
      '--learner is linear-regression or boosted-decision-tree-regression or neural-network-regression, not',
    ],
    [
      'a regression on texts',
      ['t.csv', '--label', 'y', '--task', 'regression'],
      1,
      'holds texts (a and b), and a regression',
    ],
    [
      'a penalty of trees',
      ['t.csv', '--label', 'y', '--learner', 'two-class-boosted-decision-tree', '--l2-weight', '2'],
      2,
      '--l2-weight has no effect on two-class-boosted-decision-tree',
    ],
    [
      'a positive class of several',
      ['t.csv', '--label', 'y', '--task', 'multiclass', '--positive', 'a'],
      2,
      '--positive names one of two classes',
    ],
    ['two files', ['t.csv', 'u.csv', '--label', 'y'], 2, 'train takes one CSV file, not 2'],
    [
      'a missing file',
      ['nowhere.csv', '--label', 'y'],
      1,
      'nowhere.csv cannot be read: there is no such file or folder.',
    ],
    ['a folder', ['.', '--label', 'y'], 1, 'cannot be read: it is a folder.'],
    ['a misspelt label', ['t.csv', '--label', 'Y'], 1, 'There is no column "Y" in t.csv.\nDid you mean "y"'],
    [
      'a misspelt column to drop',
      ['t.csv', '--label', 'y', '--drop', 'z'],
      1,
      'There is no column "z" in t.csv.',
    ],
    [
      'to drop the label',
      ['t.csv', '--label', 'y', '--drop', 'y'],
      2,
      '--drop leaves out the label column "y".',
    ],
    [
      'an unknown positive class',
      ['t.csv', '--label', 'y', '--positive', 'c'],
      1,
      'The positive class "c" does not occur',
    ],
    ['a label of many values', ['t.csv', '--label', 'x', '--task', 'binary'], 1, 'holds 4 different values'],
    [
      'options that a drawing decides',
      ['t.csv', '--pipeline', 'p.json', '--label', 'y', '--seed', '7'],
      2,
      'With --pipeline the drawing decides, and --label and --seed would have no effect.',
    ],
    [
      'a delimiter that is a word',
      ['t.csv', '--label', 'y', '--delimiter', 'constructor'],
      2,
      'is one character',
    ],
    ['an endless weight', ['t.csv', '--label', 'y', '--l2-weight', 'Infinity'], 2, '--l2-weight is a number'],
    ['a pipeline that is no JSON', ['t.csv', '--pipeline', 't.csv'], 1, 'JSON'],
    [
      'a folder that holds other things',
      ['t.csv', '--label', 'y', '--save-model', '.'],
      1,
      'holds something else than a saved model',
    ],
    [
      'a folder in a folder that is not there',
      ['t.csv', '--label', 'y', '--save-model', 'a/b'],
      1,
      'cannot be written',
    ],
  ])('%s', (_, words, code, message) => {
    const folder = temporaryFolder({ 't.csv': table });
    const result = runCli(folder, 'train', ...words, '--json');
    expect(result.stderr).toContain(message);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).not.toMatch(/\bat .*\.ts:\d+/);
    expect(readdirSync(folder)).toEqual(['t.csv']);
  });

  it('an unknown command', () => {
    const result = runCli(temporaryFolder(), 'trian');
    expect([result.code, result.stderr]).toEqual([
      2,
      expect.stringContaining('There is no command "trian".'),
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('an interrupt', () => {
  it.each(['Reading', 'Training'])('while %s ends the work and leaves nothing behind', async (stage) => {
    const lines = ['x,z,y'];
    const random = createRandom(1);
    for (let i = 0; i < 400_000; i++) lines.push(`${random.normal()},${random.normal()},${i % 2}`);
    const folder = temporaryFolder({ 't.csv': lines.join('\n') });
    const child = startCli(folder, 'train', 't.csv', '--label', 'y', '--save-model', 'model', '--json');
    let output = '';
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    for await (const data of child.stderr ?? []) {
      if (String(data).includes(stage)) break;
    }
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGINT']);
    expect(output).toBe('');
    expect(readdirSync(folder)).toEqual(['t.csv']);
    expect(existsSync(`/proc/${child.pid}`)).toBe(false);
  });
});

const python = pythonOrReason();
describe.skipIf(!python)('scikit-learn, run to convergence, finds the same', () => {
  const script = `
import json, sys
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn import metrics

result = []
for case in json.load(sys.stdin):
    table = pd.DataFrame(case["rows"], columns=case["columns"])
    actual = (table.pop("y") == "yes").to_numpy().astype(float)
    columns = {}
    for name in table:
        values = table[name]
        if name.startswith("n"):
            values = values.astype(float)
            spread = values.max() - values.min()
            scaled = (values - values.min()) / spread if spread > 0 else values * 0
            columns[name] = scaled.fillna(0).to_numpy()
        else:
            for level in sorted(set(values.dropna())):
                columns[f"{name}={level}"] = (values == level).to_numpy().astype(float)
    matrix = np.column_stack(list(columns.values()))
    model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(matrix, actual)
    weights, intercept = model.coef_[0], model.intercept_[0]
    scores = matrix @ weights + intercept
    objective = np.sum(np.logaddexp(0, scores) - actual * scores) + weights @ weights / 2
    probabilities = model.predict_proba(matrix)[:, 1]
    predicted = probabilities >= 0.5
    result.append({
        "objective": objective, "intercept": intercept, "coefficients": dict(zip(columns, weights)),
        "metrics": {
            "accuracy": metrics.accuracy_score(actual, predicted),
            "precision": metrics.precision_score(actual, predicted, zero_division=0),
            "recall": metrics.recall_score(actual, predicted, zero_division=0),
            "f1": metrics.f1_score(actual, predicted, zero_division=0),
            "auc": metrics.roc_auc_score(actual, probabilities),
            "logLoss": metrics.log_loss(actual, probabilities),
        },
    })
print(json.dumps(result))
`;
  interface Expected {
    readonly objective: number;
    readonly intercept: number;
    readonly coefficients: Record<string, number>;
    readonly metrics: Record<'accuracy' | 'precision' | 'recall' | 'f1' | 'auc' | 'logLoss', number>;
  }
  const shapes: NumberShape[] = [
    'normal',
    'lognormal',
    'huge',
    'tiny',
    'spike',
    'constant',
    'binary',
    'offset',
  ];

  it('from a CSV file, with --split 1: objective to 1e-8, coefficients to 1e-5, figures to 1e-9', () => {
    const tables = [1, 2, 3, 4, 5, 6].map((seed) => {
      const random = createRandom(100 + seed);
      return twoClassTable(random, {
        rows: 50 + random.integer(1500),
        numbers: shapes.slice(random.integer(3), 4 + random.integer(4)),
        levels: [2, 5, 9].slice(random.integer(3)),
        missing: seed % 2 === 0 ? 0.1 : 0,
      });
    });
    const rowsOf = (table: (typeof tables)[number]): (string | number | null)[][] =>
      Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => cellAt(column, row)));
    const cases = tables.map((table) => ({ columns: columnNames(table), rows: rowsOf(table) }));
    runPython<Expected[]>(script, cases).forEach((expected, index) => {
      const { columns, rows } = cases[index];
      const folder = temporaryFolder({ 't.csv': toCsv([columns, ...rows]) });
      const { model, metrics } = report(
        runCli(folder, 'train', 't.csv', '--label', 'y', '--split', '1', '--json'),
      );
      expect(Math.abs(model.objective / expected.objective - 1)).toBeLessThan(1e-8);
      expect(Math.abs(model.intercept - expected.intercept)).toBeLessThan(1e-5);
      expect(Object.keys(model.coefficients).sort()).toEqual(Object.keys(expected.coefficients).sort());
      for (const [name, weight] of Object.entries(expected.coefficients)) {
        expect(Math.abs(model.coefficients[name] - weight), name).toBeLessThan(1e-5);
      }
      for (const name of ['accuracy', 'precision', 'recall', 'f1', 'auc'] as const) {
        expect(Math.abs((metrics[name] ?? NaN) - expected.metrics[name]), name).toBeLessThan(1e-9);
      }
      // Both stop within 1e-6 of the optimum's coefficients, which leaves the mean log loss its ninth digit.
      expect(Math.abs(metrics.logLoss - expected.metrics.logLoss)).toBeLessThan(1e-9);
    });
  });
});

describe('guidepost', () => {
  it.each(['constructor', '__proto__', 'toString'])('has no command %s', (name) => {
    const { code, stderr } = runCli(temporaryFolder(), name);
    expect([code, stderr.split('\n')[0]]).toEqual([2, `There is no command "${name}".`]);
  });

  it('shows its help behind a command too', () => {
    const { code, stdout } = runCli(temporaryFolder(), 'train', '--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('--label COLUMN')]);
  });

  it('lets no control character of a file through to the terminal', () => {
    const folder = temporaryFolder({ 't.csv': 'a\x1b[31m,y\n1,no\n2,yes\n3,no\n' });
    const { stderr } = runCli(folder, 'train', 't.csv', '--label', 'z');
    expect(stderr).toContain('There is no column "z"');
    expect(stderr).not.toContain('\x1b[31m');
  });

  it('takes 1.0 for the label 1, and texts that are missing elsewhere for labels where it is told', () => {
    const folder = temporaryFolder({
      't.csv': 'x,y\n1,1\n2,0\n3,1\n',
      'n.csv': 'x,y\n1,None\n2,Some\n3,None\n',
    });
    const numbers = runCli(
      folder,
      'train',
      't.csv',
      '--label',
      'y',
      '--positive',
      '1.0',
      '--split',
      '1',
      '--json',
    );
    expect(JSON.parse(numbers.stdout)).toMatchObject({ positive: '1', seed: null });
    const none = runCli(
      folder,
      'train',
      'n.csv',
      '--label',
      'y',
      '--split',
      '1',
      '--json',
      '--keep-default-missing',
      'no',
    );
    expect(JSON.parse(none.stdout)).toMatchObject({ positive: 'Some', rows: { used: 3 } });
  });

  it('keeps every coefficient where a column is named like a level of another', () => {
    const folder = temporaryFolder({ 't.csv': 'a,a=b,y\nb,1,no\nc,2,yes\nb,3,no\nc,1,no\n' });
    const { stdout } = runCli(folder, 'train', 't.csv', '--label', 'y', '--split', '1', '--json');
    const { model } = JSON.parse(stdout) as { model: { coefficients: object } };
    expect(Object.keys(model.coefficients)).toEqual(['a=b', 'a=b (2)', 'a=c']);
  });
});
