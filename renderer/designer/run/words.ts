import * as m from '../../paraglide/messages.js';
import { hostText } from '../../parts/host-text.ts';

const figures: Readonly<Record<string, () => string>> = {
  rows: m.designer_run_figure_rows,
  objective: m.designer_run_figure_objective,
  passes: m.designer_run_figure_passes,
  l2Weight: m.designer_run_figure_l2,
  leaves: m.designer_run_figure_leaves,
  minimumLeafRows: m.designer_run_figure_leaf_rows,
  learningRate: m.designer_run_figure_learning_rate,
  hiddenNodes: m.designer_run_figure_hidden_nodes,
  epochs: m.designer_run_figure_epochs,
  seed: m.designer_run_figure_seed,
  trees: m.designer_run_figure_trees,
  finalLoss: m.designer_run_figure_loss,
};

const metrics: Readonly<Record<string, () => string>> = {
  accuracy: m.designer_run_metric_accuracy,
  precision: m.designer_run_metric_precision,
  recall: m.designer_run_metric_recall,
  f1: () => 'F1',
  auc: () => 'AUC',
  logLoss: m.designer_run_metric_log_loss,
  macroPrecision: m.designer_run_metric_macro_precision,
  macroRecall: m.designer_run_metric_macro_recall,
  macroF1: m.designer_run_metric_macro_f1,
  meanAbsoluteError: m.designer_run_metric_mae,
  rootMeanSquaredError: m.designer_run_metric_rmse,
  relativeAbsoluteError: m.designer_run_metric_rae,
  relativeSquaredError: m.designer_run_metric_rse,
  coefficientOfDetermination: m.designer_run_metric_r2,
};

/** What a number of a trained model is called. */
export function modelFigureTitle(name: string): string {
  return Object.hasOwn(figures, name) ? figures[name]() : name;
}

/** What a figure of an evaluation is called. */
export function metricTitle(name: string): string {
  return Object.hasOwn(metrics, name) ? metrics[name]() : name;
}

const statuses: Readonly<Record<string, () => string>> = {
  Completed: m.status_completed,
  Running: m.status_running,
  Failed: m.status_failed,
  Canceled: m.status_canceled,
  NotStarted: m.status_waiting,
  Queued: m.status_waiting,
};

/** How a job is, in the page's words. */
export function jobStatusText(status: string): string {
  return Object.hasOwn(statuses, status) ? statuses[status]() : hostText(status);
}
