import type {
  BinaryEvaluation,
  MulticlassEvaluation,
  RegressionEvaluation,
} from '../../engine/components/values.ts';
import type { Warning } from '../../engine/warnings.ts';
import type { ModelReport } from './model-report.ts';

/** What `guidepost train --json` prints. */
export type TrainReport = BinaryReport | MulticlassReport | RegressionReport;

interface CommonReport {
  readonly rows: {
    readonly read: number;
    readonly used: number;
    readonly train: number;
    readonly test: number;
  };
  readonly label: string;
  /** Of the split; null where nothing was split. */
  readonly seed: number | null;
  readonly model: ModelReport;
  readonly seconds: {
    readonly read: number;
    readonly prepare: number;
    readonly train: number;
    readonly score: number;
    readonly evaluate: number;
  };
  readonly warnings: readonly Warning[];
}

export interface BinaryReport
  extends CommonReport, Pick<BinaryEvaluation, 'task' | 'positive' | 'negative' | 'metrics' | 'baselines'> {}

export interface MulticlassReport
  extends CommonReport, Pick<MulticlassEvaluation, 'task' | 'classes' | 'metrics' | 'baseline'> {}

export interface RegressionReport
  extends CommonReport, Pick<RegressionEvaluation, 'task' | 'metrics' | 'baseline'> {}

/** The report of the learner that is tried first. */
export interface LogisticReport extends BinaryReport {
  readonly model: Extract<ModelReport, { readonly intercept: number }>;
}
