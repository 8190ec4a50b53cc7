import * as m from '../paraglide/messages.js';
import { hostText } from '../parts/host-text.ts';

type Cell = string | number | null;

/** An experiment's figures as a table, and where it helps as bars. */
export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly bars?: {
    readonly label: string;
    readonly series: readonly { readonly title: string; readonly values: readonly number[] }[];
  };
  readonly note?: string;
}

type Figures = Record<string, unknown>;

const tables: Readonly<Record<string, (figures: Figures) => FigureTable>> = {
  look(figures) {
    const { columns, rows, label } = figures as {
      columns: {
        name: string;
        kind: string;
        missing: number;
        distinct: number;
        summary?: { mean: number; minimum?: number; min?: number; maximum?: number; max?: number } | null;
        top?: { level: string; count: number }[];
      }[];
      rows: number;
      label: { name: string; counts: Record<string, number> };
    };
    return {
      head: [m.column(), m.kind(), m.missing(), m.distinct(), m.typical()],
      rows: columns.map(({ name, kind, missing, distinct, summary, top }) => [
        name,
        kind === 'number' ? m.kind_number() : m.kind_text(),
        missing,
        distinct,
        summary ? summary.mean : (top?.[0]?.level ?? null),
      ]),
      bars: {
        label: label.name,
        series: [
          {
            title: `${label.name}: ${Object.keys(label.counts).join(' / ')}`,
            values: Object.values(label.counts),
          },
        ],
      },
      note: m.look_note({
        rows,
        label: label.name,
        counts: Object.entries(label.counts)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      }),
    };
  },
  baseline(figures) {
    const { model, mostFrequentClass, rule, testRows, allRows } = figures as {
      model: { accuracy: number };
      mostFrequentClass: { label: string; accuracy: number };
      rule: { text: string; accuracy: number } | null;
      testRows: number;
      allRows?: { rows: number; rule: number | null };
    };
    return {
      head: [m.measure(), m.accuracy()],
      rows: [
        [m.the_model(), model.accuracy],
        [m.always({ label: mostFrequentClass.label }), mostFrequentClass.accuracy],
        ...(rule ? [[hostText(rule.text), rule.accuracy]] : []),
        ...(allRows ? [[m.rule_everywhere({ rows: allRows.rows }), allRows.rule]] : []),
      ],
      note: m.luck({ rows: testRows }),
    };
  },
  leakage(figures) {
    const { yourTable, noise, seeds } = figures as Record<
      'yourTable' | 'noise',
      { prepareThenSplit: number; splitThenPrepare: number }
    > & { seeds: number };
    return {
      head: [m.accuracy(), m.prepare_then_split(), m.split_then_prepare()],
      rows: [
        [m.your_table(), yourTable.prepareThenSplit, yourTable.splitThenPrepare],
        [m.noise_table(), noise.prepareThenSplit, noise.splitThenPrepare],
      ],
      note: m.mean_of_seeds({ seeds }),
    };
  },
  stratify(figures) {
    const { random, stratified, wholeTable, positive } = figures as Record<
      'random' | 'stratified',
      { least: number; most: number; standardDeviation: number; shares: number[] }
    > & { wholeTable: number; positive: string };
    const row = (title: string, { least, most, standardDeviation }: typeof random): Cell[] => [
      title,
      least,
      most,
      standardDeviation,
    ];
    return {
      head: [m.share_of({ label: positive }), m.least(), m.most(), m.standard_deviation()],
      rows: [row(m.random_split(), random), row(m.stratified_split(), stratified)],
      bars: {
        label: m.share_of({ label: positive }),
        series: [
          { title: m.random_split(), values: random.shares },
          { title: m.stratified_split(), values: stratified.shares },
        ],
      },
      note: m.whole_table({ share: Math.round(wholeTable * 1000) / 1000 }),
    };
  },
  threshold(figures) {
    const { usual, cheapest } = figures as Record<
      'usual' | 'cheapest',
      { threshold: number | null; cost: number; confusion: { fp: number; fn: number } }
    >;
    const row = ({ threshold, cost, confusion }: typeof usual): Cell[] => [
      threshold === null ? m.approve_nobody() : threshold,
      confusion.fp,
      confusion.fn,
      cost,
    ];
    return {
      head: [m.threshold(), m.wrongly_approved(), m.wrongly_refused(), m.cost()],
      rows: [row(usual), row(cheapest)],
      note: m.threshold_note(),
    };
  },
  married(figures) {
    const { groups, leftOut, seen, positive } = figures as {
      groups: Record<string, { rows: number; seen: Record<string, number>; positiveShare: number }>;
      leftOut: string;
      seen: string;
      positive: string;
    };
    const values = [...new Set(Object.values(groups).flatMap((group) => Object.keys(group.seen)))].sort();
    return {
      head: [
        leftOut,
        m.rows(),
        ...values.map((value) => `${seen} = ${value}`),
        m.share_of({ label: positive }),
      ],
      rows: Object.entries(groups).map(([group, found]) => [
        group,
        found.rows,
        ...values.map((value) => found.seen[value] ?? 0),
        found.positiveShare,
      ]),
    };
  },
  overfitting(figures) {
    const { runs } = figures as {
      runs: {
        l2Weight: number;
        training: { logLoss: number; accuracy: number };
        test: { logLoss: number; accuracy: number };
      }[];
    };
    return {
      head: [
        m.l2_weight(),
        m.log_loss_training(),
        m.log_loss_test(),
        m.accuracy_training(),
        m.accuracy_test(),
      ],
      rows: runs.map(({ l2Weight, training, test }) => [
        l2Weight,
        training.logLoss,
        test.logLoss,
        training.accuracy,
        test.accuracy,
      ]),
    };
  },
  drift(figures) {
    const { histogram, stabilityIndex, meanProbability, column } = figures as {
      histogram: { edges: number[]; training: number[]; requests: number[] };
      stabilityIndex: { sameYear: number; otherYear: number };
      meanProbability: { sameYear: number; otherYear: number };
      column: string;
    };
    return {
      head: [m.measure(), m.same_year(), m.other_year()],
      rows: [
        [m.stability_index(), stabilityIndex.sameYear, stabilityIndex.otherYear],
        [m.mean_probability(), meanProbability.sameYear, meanProbability.otherYear],
      ],
      bars: {
        label: column,
        series: [
          { title: m.training_rows(), values: histogram.training },
          { title: m.request_rows(), values: histogram.requests },
        ],
      },
      note: m.drift_note(),
    };
  },
};

/** The table of an experiment; nothing for one that is not known. */
export function figureTable(name: string, figures: Figures): FigureTable {
  return Object.hasOwn(tables, name) ? tables[name](figures) : { head: [], rows: [] };
}
