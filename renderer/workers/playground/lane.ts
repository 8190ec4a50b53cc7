import type { BoundaryPlane } from '../../../engine/playground/boundary.ts';
import { LiveRun, type LivePoint, type LiveRunOptions } from '../../../engine/playground/live-run.ts';
import type { Parts } from '../../../engine/playground/parts.ts';
import type { Table } from '../../../engine/table/table.ts';
import type { Frame } from './messages.ts';

/** One learner on its way, and what the page has not seen of it. */
export class Lane {
  readonly index: number;
  readonly run: LiveRun;
  private unsent: LivePoint[] = [];

  private constructor(index: number, run: LiveRun) {
    this.index = index;
    this.run = run;
  }

  static async start(index: number, parts: Parts, options: LiveRunOptions): Promise<Lane> {
    return new Lane(index, await LiveRun.start(parts, options));
  }

  async advance(): Promise<void> {
    if (!this.run.isDone) this.unsent.push(await this.run.advance());
  }

  /** What the page is told; what it has been told before is not said again. */
  frame(plane: BoundaryPlane, shown: Table): Frame {
    const points = this.unsent;
    this.unsent = [];
    const grid = this.run.look(plane);
    let predicted: Float64Array | null = null;
    if (grid.task === 'regression') {
      const predictions = this.run.predict(shown);
      if (predictions.task === 'regression') predicted = predictions.values;
    }
    const { step, steps, isDone } = this.run;
    return { lane: this.index, step, steps, isDone, points, grid, predicted };
  }
}

/** The memory of a frame that goes over to the page. */
export function buffersOf({ grid, predicted }: Frame): ArrayBufferLike[] {
  const arrays = [grid.values, ...(grid.task === 'multiclass' ? [grid.classes] : [])];
  return [...arrays, ...(predicted ? [predicted] : [])].map(({ buffer }) => buffer);
}
