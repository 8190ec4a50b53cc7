import { allColumnsExcept, onlyColumns, type ColumnRules } from '../components/column-rules.ts';
import { findComponent } from '../components/registry.ts';
import { learnerTasks, type Learner } from '../train/learner.ts';
import type { Pipeline, PipelineEdge, PipelineNode } from './pipeline.ts';

/** What a training pipeline should do. */
export interface TrainingOptions {
  /** The column to predict. */
  readonly label: string;
  readonly positive?: string;
  /** Columns that the model must not see. */
  readonly drop?: readonly string[];
  /** What happens to rows with gaps; "impute" fills them with what the training part says. */
  readonly missing?: 'none' | 'impute' | 'drop-rows';
  /** The share of rows that train the model; with 1 it is evaluated on the rows that it was trained on. */
  readonly split?: number;
  readonly seed?: number;
  /** Of the learner that is taken where none is named. */
  readonly l2Weight?: number;
  /** The component of the learner and its settings; else a two-class logistic regression. */
  readonly learner?: { readonly component: Learner; readonly settings?: Readonly<Record<string, unknown>> };
  /** The name of the dataset. */
  readonly dataset?: string;
}

/**
 * The graph behind `guidepost train`. Rows without a label are left out first; gaps are filled with values of
 * the training part alone: the median for numbers, the mode for texts, never the label. Its nodes: `dataset`,
 * `select`, `clean-label` or `clean-rows`, `split`, `clean-numbers`, `clean-texts`, `apply-numbers`,
 * `apply-texts`, `learner`, `train`, `score`, `evaluate`, each where it is needed.
 */
export function trainingPipeline(options: TrainingOptions): Pipeline {
  const { label, positive = '', drop = [], missing = 'none', split = 0.7, seed = 42, l2Weight = 1 } = options;
  const learner = options.learner ?? { component: 'two-class-logistic-regression', settings: { l2Weight } };
  const draw = new Drawing(`Predict ${label}`);
  let rows = draw.add('dataset', 'dataset', { name: options.dataset ?? 'data' }).at('table');
  if (drop.length > 0) {
    rows = draw
      .add('select', 'select-columns', { columns: allColumnsExcept(drop) }, { table: rows })
      .at('table');
  }
  const [id, columns] =
    missing === 'drop-rows' ? ['clean-rows', allColumnsExcept([])] : ['clean-label', onlyColumns([label])];
  rows = draw.add(id, 'clean-missing-data', { columns, mode: 'remove-row' }, { table: rows }).at('table');

  let [training, testing] = [rows, rows];
  if (split < 1) {
    // Numbers have no shares that both parts could have alike.
    const settings =
      learnerTasks[learner.component] === 'regression'
        ? { fraction: split, seed }
        : { fraction: split, seed, stratified: true, stratificationColumn: label };
    const parts = draw.add('split', 'split-data', settings, { table: rows });
    [training, testing] = [parts.at('first'), parts.at('second')];
  }
  if (missing === 'impute') {
    for (const [kind, type, mode] of [
      ['numbers', 'number', 'median'],
      ['texts', 'category', 'mode'],
    ] as const) {
      const chosen = { columns: columnsOfType(type, label), mode };
      const clean = draw.add(`clean-${kind}`, 'clean-missing-data', chosen, { table: training });
      training = clean.at('table');
      testing =
        split < 1
          ? draw
              .add(
                `apply-${kind}`,
                'apply-transformation',
                {},
                {
                  transformation: clean.at('transformation'),
                  table: testing,
                },
              )
              .at('table')
          : training;
    }
  }
  return finish(draw, { training, testing, label, positive, learner });
}

function columnsOfType(type: 'number' | 'category', label: string): ColumnRules {
  return {
    beginWith: 'none',
    rules: [
      { action: 'include', by: 'type', type },
      { action: 'exclude', by: 'name', names: [label] },
    ],
  };
}

/** What may differ from the tutorial's pipeline; the defaults are those of the loan table. */
export interface TutorialOptions {
  readonly label?: string;
  readonly positive?: string;
  readonly drop?: readonly string[];
  readonly split?: number;
  readonly seed?: number;
  readonly l2Weight?: number;
}

/** The tutorial's pipeline for the loan table: it cleans first and then splits. */
export function tutorialPipeline(options: TutorialOptions = {}): Pipeline {
  const { label = 'Loan_Status', positive = 'Y', drop = ['Loan_ID', 'Gender'] } = options;
  const { split: fraction = 0.7, seed = 42, l2Weight = 1 } = options;
  const draw = new Drawing('Loan approval');
  const dataset = draw.add('dataset', 'dataset', { name: 'loans' });
  const select = draw.add(
    'select',
    'select-columns',
    { columns: allColumnsExcept(drop) },
    { table: dataset.at('table') },
  );
  const clean = draw.add(
    'clean',
    'clean-missing-data',
    { columns: allColumnsExcept([label]), mode: 'mode' },
    { table: select.at('table') },
  );
  const split = draw.add(
    'split',
    'split-data',
    { fraction, seed, stratified: true, stratificationColumn: label },
    { table: clean.at('table') },
  );
  const [training, testing] = [split.at('first'), split.at('second')];
  const learner = { component: 'two-class-logistic-regression', settings: { l2Weight } } as const;
  return finish(draw, { training, testing, label, positive, learner });
}

interface Ending {
  readonly training: PipelineEdge['from'];
  readonly testing: PipelineEdge['from'];
  readonly label: string;
  readonly positive: string;
  readonly learner: NonNullable<TrainingOptions['learner']>;
}

/** Learner, Train Model, Score Model and Evaluate Model. */
function finish(draw: Drawing, { training, testing, label, positive, learner: chosen }: Ending): Pipeline {
  const learner = draw.add('learner', chosen.component, { ...chosen.settings });
  const train = draw.add(
    'train',
    'train-model',
    learnerTasks[chosen.component] === 'binary' ? { label, positive } : { label },
    { learner: learner.at('model'), table: training },
  );
  const score = draw.add('score', 'score-model', {}, { model: train.at('model'), table: testing });
  draw.add('evaluate', 'evaluate-model', {}, { scored: score.at('scored') });
  return draw.pipeline();
}

/** Puts a pipeline together, node by node. */
class Drawing {
  private readonly name: string;
  private readonly nodes: PipelineNode[] = [];
  private readonly edges: PipelineEdge[] = [];

  constructor(name: string) {
    this.name = name;
  }

  add(
    id: string,
    component: string,
    settings: Record<string, unknown>,
    inputs: Readonly<Record<string, PipelineEdge['from']>> = {},
  ): { at(port: string): PipelineEdge['from'] } {
    this.nodes.push({ id, component, version: findComponent(component)?.version ?? 1, settings });
    for (const [port, from] of Object.entries(inputs)) this.edges.push({ from, to: { node: id, port } });
    return { at: (port) => ({ node: id, port }) };
  }

  pipeline(): Pipeline {
    return { formatVersion: 1, name: this.name, nodes: this.nodes, edges: this.edges };
  }
}
