import type { BoundaryGrid } from '../../../engine/playground/boundary.ts';
import type { LivePoint } from '../../../engine/playground/live-run.ts';
import type { LearnerChoice } from '../../../engine/playground/setup.ts';
import type { Frame } from '../../workers/playground/messages.ts';

/** A learner as the page shows it. */
export interface LaneView {
  readonly learner: LearnerChoice;
  readonly points: readonly LivePoint[];
  readonly step: number;
  readonly steps: number | null;
  readonly isDone: boolean;
  readonly grid: BoundaryGrid | undefined;
  readonly predicted: Float64Array | null;
}

/** A learner that has not begun. */
export function newLane(learner: LearnerChoice): LaneView {
  return { learner, points: [], step: 0, steps: null, isDone: false, grid: undefined, predicted: null };
}

/** The lanes after a frame of one of them. */
export function withFrame(lanes: readonly LaneView[], frame: Frame): LaneView[] {
  const { lane: index, points, ...rest } = frame;
  return lanes.map((lane, which) =>
    which === index ? { ...lane, ...rest, points: [...lane.points, ...points] } : lane,
  );
}
