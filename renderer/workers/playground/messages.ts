import type { BoundaryAxis, BoundaryGrid } from '../../../engine/playground/boundary.ts';
import type { LivePoint } from '../../../engine/playground/live-run.ts';
import type { LearnerChoice, TrainingSetup } from '../../../engine/playground/setup.ts';
import type { Leaderboard } from '../../../engine/try-several/try-several.ts';
import type { Task } from '../../../engine/train/learner.ts';
import type { ColumnProfile } from '../../../engine/table/profile.ts';
import type { Dialect } from '../../../engine/table/csv/dialect.ts';
import type { CsvOptions } from '../../../engine/table/csv/csv-options.ts';
import type { Warning } from '../../../engine/warnings.ts';

/** A file, and how it is read. A blob is read where the training is: its bytes need no copy. */
export interface FileSource {
  /** The file's name, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array | Blob;
  readonly options?: CsvOptions;
  readonly dropColumns?: readonly string[];
  readonly textColumns?: readonly string[];
}

/** A column as the page lists it; `classes` are its values where they are few, sorted. */
export interface OpenedColumn {
  readonly profile: ColumnProfile;
  readonly classes: readonly string[] | null;
}

/** A table that was read. */
export interface OpenedTable {
  readonly rows: number;
  readonly columns: readonly OpenedColumn[];
  readonly warnings: readonly Warning[];
  /** How the file is written, for code that reads it. */
  readonly dialect: Dialect;
  readonly fingerprint: string;
}

/** Which features the picture shows. */
export interface Axes {
  readonly x: string;
  readonly y: string | null;
}

/** What is to be trained. */
export interface PrepareRequest {
  readonly setup: TrainingSetup;
  readonly learners: readonly LearnerChoice[];
  readonly axes: Axes;
}

/** Some rows as points of the picture; those of the test part come last. */
export interface ShownRows {
  /** Numbers, or positions among an axis's levels; NaN where a cell is missing. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The number of the class, or the value of the label. */
  readonly targets: Float64Array;
  readonly training: number;
  readonly rowNumbers: Uint32Array;
}

/** The picture's frame. */
export interface Plane {
  readonly x: BoundaryAxis;
  readonly y: BoundaryAxis | null;
  readonly width: number;
  readonly height: number;
}

/** Both parts are ready. */
export interface Prepared {
  readonly task: Task;
  /** Empty for numbers. */
  readonly classes: readonly string[];
  readonly rows: { readonly training: number; readonly testing: number };
  /** Loss and score come from so many rows of each. */
  readonly measured: { readonly training: number; readonly testing: number };
  /** The score on the test rows of one who always says the most frequent class, or the mean, of the training rows. */
  readonly baseline: number;
  readonly plane: Plane;
  readonly shown: ShownRows;
}

/** How a learner stands, and what is new since the last frame. */
export interface Frame {
  /** 0, or 1 for the learner that is compared. */
  readonly lane: number;
  readonly step: number;
  readonly steps: number | null;
  readonly isDone: boolean;
  readonly points: readonly LivePoint[];
  readonly grid: BoundaryGrid;
  /** Of numbers: what the model says of the shown rows. */
  readonly predicted: Float64Array | null;
}

/** How fast to go. */
export interface Pace {
  /** Steps in a second; null as fast as they come. */
  readonly perSecond: number | null;
  /** Pictures come only where it stops. */
  readonly isQuiet: boolean;
  /** Stops at this step. */
  readonly until: number | null;
}

/** What is to be tried, by cross-validation. */
export interface TryRequest {
  readonly setup: TrainingSetup;
  readonly task: Task;
  readonly folds: number;
}

/** What trying has found beside the entries. */
export interface TryResult {
  /** Rows that were tried; there may be more. */
  readonly rows: number;
  readonly baseline: Leaderboard['baseline'];
}
