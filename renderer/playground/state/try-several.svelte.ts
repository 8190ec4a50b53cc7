import { EngineError } from '../../../engine/errors.ts';
import { setupPipeline, type LearnerChoice } from '../../../engine/playground/setup.ts';
import { exportNotebook } from '../../../engine/export/notebook.ts';
import type { Task } from '../../../engine/train/learner.ts';
import { downloadFile } from '../../charts/export-chart.ts';
import { rankEntries, type TryEntry } from '../../../engine/try-several/try-several.ts';
import type { TryResult } from '../../workers/playground/messages.ts';
import { tableSourceOf } from './hand-over.ts';
import { plain, playground } from './playground.svelte.ts';

/** What a leaderboard is sorted by. */
export type TryOrder = 'score' | 'seconds' | 'learner';

/** Many learners tried on the playground's table, and how they have done. */
class TrySeveral {
  folds = $state(5);
  entries = $state.raw<readonly TryEntry[]>([]);
  /** What is known when all are tried. */
  result = $state.raw<TryResult>();
  /** How many there will be. */
  all = $state(0);
  isRunning = $state(false);
  problem = $state.raw<EngineError>();
  order = $state<TryOrder>('score');
  /** What they were tried on; another question makes them old. */
  private question = $state('');
  private readonly playground = playground;

  readonly isOld = $derived.by(() => this.entries.length > 0 && this.question !== this.asked());
  readonly sorted = $derived(sortEntries(this.entries, this.order, this.playground.task));

  /** Tries all learners of the task. */
  async start(): Promise<void> {
    const { setup, task, thread } = this.playground;
    if (!setup || !task) return;
    this.isRunning = true;
    this.problem = undefined;
    this.entries = [];
    this.result = undefined;
    this.all = 0;
    this.question = this.asked();
    try {
      await this.playground.pause();
      this.result = await thread.ask(
        'trySeveral',
        plain({ setup, task, folds: this.folds }),
        (entry, all) => {
          this.entries = [...this.entries, entry];
          this.all = all;
        },
      );
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== 'cancelled' && error.code !== 'playground-stopped') this.problem = error;
    } finally {
      this.isRunning = false;
    }
  }

  /** Stops; what has been tried stays. */
  async cancel(): Promise<void> {
    await this.playground.thread.ask('cancelTry');
  }

  /** Hands one of them over as a Jupyter notebook. */
  async saveNotebook(learner: LearnerChoice): Promise<void> {
    const { setup, opened } = this.playground;
    if (!setup || !opened) return;
    const { dataset, name } = await tableSourceOf(this.playground);
    const pipeline = setupPipeline(setup, learner, dataset);
    const text = exportNotebook(pipeline, {
      files: { [dataset]: { file: name, dialect: opened.dialect } },
    });
    downloadFile(`${learner.component}.ipynb`, text, 'application/x-ipynb+json');
  }

  private asked(): string {
    const { setup, task, table } = this.playground;
    return JSON.stringify([setup?.label, setup?.positive, setup?.features, setup?.missing, task, table]);
  }
}

/** Best first: of errors the least is the best. */
export function sortEntries(
  entries: readonly TryEntry[],
  order: TryOrder,
  task: Task | undefined,
): readonly TryEntry[] {
  const ranked = rankEntries(entries, task === 'regression' ? 'rootMeanSquaredError' : 'auc');
  switch (order) {
    case 'score':
      return ranked;
    case 'seconds':
      return ranked.toSorted((a, b) => a.seconds - b.seconds);
    case 'learner':
      return ranked.toSorted((a, b) => (a.component < b.component ? -1 : a.component > b.component ? 1 : 0));
  }
}

export const trying = new TrySeveral();
