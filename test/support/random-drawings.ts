import type { Pipeline, PipelineNode } from '../../engine/pipeline/pipeline.ts';
import type { Random } from '../../engine/random.ts';
import type { Task } from '../../engine/train/learner.ts';
import { encodeTexts } from '../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../engine/table/table.ts';

/**
 * Names that would be code, the end of a text, or another name, if somebody let them. None begins with a backslash: once
 * Node 24's `JSON.parse` has met a key that is one, it takes each key that begins with an escape for it.
 */
export const hostileNames = [
  ...[
    '"',
    "'",
    '"""',
    "'''",
    'a\\',
    'a\\"',
    'a\\N{BULLET}',
    'a\nb',
    'a\r\nb',
    '\t',
    ' blanks ',
    '收入',
    '😀',
  ],
  ...[
    '"); raise SystemExit(9)  # ',
    '\nimport os; os._exit(9)\n',
    '#',
    '# coding: utf-7',
    '${{parent.inputs.x}}',
  ],
  ...[
    '{x}',
    '{0}',
    '%s',
    '%(a)s',
    '*',
    'a*b',
    '.*',
    '$',
    'None',
    'nan',
    'index',
    'name',
    'constructor',
    '__proto__',
  ],
  ...[
    '\u202eleft',
    '\u2028',
    '\u00a0',
    '\ufeffmark',
    '\u0085',
    '0',
    '1.5',
    'Scored Labels',
    'Scored Probabilities',
  ],
  ...[
    '`',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '&amp;',
    'y',
    'yes',
    'on',
    '- a',
    ': ',
    '!tag',
  ],
];

const hostileTexts = [...hostileNames, '\\', '\\"', '\\n'];

const pick = <T>(random: Random, items: readonly T[]): T => items[random.integer(items.length)];

const classSets = {
  binary: [
    ['no', 'yes'],
    ['"', '\\'],
    ['0', '1'],
    ['-1', '2.5'],
  ],
  multiclass: [
    ['no', 'maybe', 'yes'],
    ['"', '\\', "'"],
    ['10', '9', '-1', '2.5'],
    ['0', '1'],
  ],
};

/** Labels that depend on a signal, by task. */
const labelTexts: Readonly<Record<Task, (random: Random, signal: readonly number[]) => string[]>> = {
  binary(random, signal) {
    const [negative, positive] = pick(random, classSets.binary);
    return signal.map((value) => (value + random.normal() > 0 ? positive : negative));
  },
  multiclass(random, signal) {
    const classes = pick(random, classSets.multiclass);
    return signal.map((value) => {
      const place = Math.floor((value + random.normal() + 2) * (classes.length / 4));
      return classes[Math.min(classes.length - 1, Math.max(0, place))];
    });
  },
  regression(random, signal) {
    const scale = pick(random, [1, 1000, 1e-3]);
    return signal.map((value) => String(scale * (value + 0.5 * random.normal() + 3)));
  },
};

/** A table of odd names, odd texts and gaps, whose columns tell something about the label. */
export function oddTable(random: Random, task: Task = 'binary'): { table: Table; label: string } {
  const rows = 12 + random.integer(160);
  const names = new Set<string>();
  while (names.size < 3 + random.integer(5)) {
    names.add(random.next() < 0.5 ? pick(random, hostileNames) : `column ${random.integer(100)}`);
  }
  const [label, ...others] = names;
  const signal = Array.from({ length: rows }, () => random.normal());
  const gaps = pick(random, [0, 0.05, 0.3]);
  const columns = others.map((name): Column => {
    if (random.next() < 0.5) {
      const scale = pick(random, [1, 1000, 1e-6]);
      const digits = pick(random, [0, 2, 17]);
      const values = Float64Array.from(signal, (value) => {
        if (random.next() < gaps) return NaN;
        const number = scale * (random.normal() + value);
        return digits === 17 ? number : Number(number.toFixed(digits));
      });
      return { kind: 'number', name, values };
    }
    const levels = Array.from({ length: 2 + random.integer(4) }, () => pick(random, hostileTexts));
    const cells = signal.map((value) =>
      random.next() < gaps ? null : levels[Math.abs(Math.round(value + random.normal())) % levels.length],
    );
    return { kind: 'category', name, ...encodeTexts(cells) };
  });
  const texts = labelTexts[task](random, signal).map((text, row) =>
    row > 5 && random.next() < gaps / 3 ? null : text,
  );
  const isNumeric = texts.every((text) => text === null || !Number.isNaN(Number(text)));
  const column: Column =
    isNumeric && (task === 'regression' || random.next() < 0.5)
      ? {
          kind: 'number',
          name: label,
          values: Float64Array.from(texts, (text) => (text === null ? NaN : Number(text))),
        }
      : { kind: 'category', name: label, ...encodeTexts(texts) };
  columns.splice(random.integer(columns.length + 1), 0, column);
  return { table: createTable(columns), label };
}

/** A valid training drawing for the columns of a table: any rules, any cleaning, any split, any wiring. */
export function oddDrawing(random: Random, { columns }: Table, label: string, learner: Learner): Pipeline {
  const nodes: PipelineNode[] = [];
  const edges: Pipeline['edges'] = [];
  const names = columns.map(({ name }) => name);
  type End = Pipeline['edges'][number]['from'];
  const add = (component: string, settings: object, inputs: Record<string, End>): ((port: string) => End) => {
    const id = `${pick(random, ['a', 'B', 'class', 'np', 'split-rows', 'read', 'table'])}-${nodes.length}`;
    nodes.push({ id, component, version: 1, settings: { ...settings }, comment: pick(random, hostileNames) });
    for (const [port, from] of Object.entries(inputs)) edges.push({ from, to: { node: id, port } });
    return (port) => ({ node: id, port });
  };
  const answer = (table: End): void => void add('web-service-output', {}, { table });
  const some = (list: readonly string[]): string[] => list.filter(() => random.next() < 0.4);
  const keepLabel = { action: 'include', by: 'name', names: [label] };

  let table = add('dataset', { name: pick(random, ['loans', 'my data', '"']) }, {})('table');
  answer(table);
  if (random.next() < 0.7) {
    const rules = Array.from({ length: random.integer(3) + 1 }, () => rule(random, some(names), names));
    const beginWith = pick(random, ['all', 'all', 'none']);
    table = add(
      'select-columns',
      { columns: { beginWith, rules: [...rules, keepLabel] } },
      { table },
    )('table');
    answer(table);
  }
  const clean = (from: End): { table: End; transformation: End } => {
    const [type, mode] = pick(random, cleanings);
    const rules: object[] = type === undefined ? [] : [{ action: 'include', by: 'type', type }];
    if (random.next() < 0.5) rules.push(rule(random, some(names), names));
    if (random.next() < 0.7) rules.push({ ...keepLabel, action: 'exclude' });
    const settings = {
      columns: { beginWith: type === undefined ? pick(random, ['all', 'none']) : 'none', rules },
      mode,
      ...(random.next() < 0.5 && { value: pick<unknown>(random, [7, 'none', '"', '1e3', -0.5]) }),
      ...(random.next() < 0.2 && { minimumShare: 0.01, maximumShare: 0.2 }),
      ...(random.next() < 0.3 && { columnsWithoutValues: 'keep' }),
    };
    const out = add('clean-missing-data', settings, { table: from });
    answer(out('table'));
    return { table: out('table'), transformation: out('transformation') };
  };
  if (random.next() < 0.5) table = clean(table).table;
  let [training, testing] = [table, table];
  if (random.next() < 0.85) {
    const settings = {
      fraction: pick(random, [0.5, 0.7, 0.75, 1, 0.3333]),
      seed: pick(random, [0, 1, 42, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER]),
      ...(random.next() < 0.6 && {
        stratified: true,
        stratificationColumn: random.next() < 0.8 ? label : pick(random, names),
      }),
    };
    const split = add('split-data', settings, { table });
    [training, testing] = [split('first'), split('second')];
    answer(training);
    answer(testing);
  }
  if (random.next() < 0.5) {
    const cleaned = clean(training);
    training = cleaned.table;
    if (random.next() < 0.8) {
      const inputs = { transformation: cleaned.transformation, table: testing };
      testing = add('apply-transformation', {}, inputs)('table');
      answer(testing);
    }
  }
  const untrained = add(learner.component, learner.settings(random), {})('model');
  const train = (): End => add('train-model', { label }, { learner: untrained, table: training })('model');
  const model = train();
  const scored = add('score-model', {}, { model, table: testing })('scored');
  const compared = random.next() < 0.4;
  const other = random.next() < 0.5 ? train() : model;
  add(
    'evaluate-model',
    random.next() < 0.3 ? { threshold: 0.3 } : {},
    compared
      ? { scored, compared: add('score-model', {}, { model: other, table: training })('scored') }
      : { scored },
  );
  return { formatVersion: 1, name: pick(random, hostileNames), nodes, edges };
}

/** A learner and settings of it. */
export interface Learner {
  readonly component: string;
  readonly task: Task;
  readonly settings: (random: Random) => object;
}

const weights = (random: Random): object => ({ l2Weight: pick(random, [1, 0.01, 1e-3, 10]) });

/** The tutorial's learner. */
export const logisticRegression: Learner = {
  component: 'two-class-logistic-regression',
  task: 'binary',
  settings: weights,
};

/** Learners whose model is the one best of all: any two that find it agree. */
export const exactLearners: readonly Learner[] = [
  logisticRegression,
  { component: 'multiclass-logistic-regression', task: 'multiclass', settings: weights },
  { component: 'linear-regression', task: 'regression', settings: weights },
];

const cleanings = [
  [undefined, 'mode'],
  [undefined, 'remove-row'],
  [undefined, 'remove-column'],
  [undefined, 'custom'],
  ['number', 'mean'],
  ['number', 'median'],
  ['category', 'custom'],
  ['category', 'mode'],
] as const;

function rule(random: Random, names: readonly string[], all: readonly string[]): object {
  const action = pick(random, ['include', 'exclude']);
  const kind = random.integer(3);
  if (kind === 0) return { action, by: 'name', names };
  if (kind === 1) return { action, by: 'type', type: pick(random, ['number', 'category']) };
  const name = pick(random, all);
  const cut = random.integer(name.length + 1);
  return {
    action,
    by: 'pattern',
    pattern: pick(random, ['*', 'column*', name, `${name.slice(0, cut)}*`, '*a*']),
  };
}
