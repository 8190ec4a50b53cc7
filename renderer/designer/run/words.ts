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

/** What a number of a trained model is called. */
export function modelFigureTitle(name: string): string {
  return Object.hasOwn(figures, name) ? figures[name]() : name;
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
