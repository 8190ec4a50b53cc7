/** A line of a chart; lines differ by colour, dash and label. */
export interface LineSeries {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A thin dashed line for comparison, which is not walked. */
  readonly isReference?: boolean;
}

/** A single point with its name beside it. */
export interface ChartDot {
  readonly label: string;
  /** The line that it is a point of, where it has that line's colour and needs no name. */
  readonly series?: number;
  readonly x: number;
  readonly y: number;
}

/** A point that the learner moves along a line. */
export interface ChartHandle {
  readonly x: number;
  readonly y: number;
  /** What it sets. */
  readonly label: string;
  /** Where it stands, in words. */
  readonly valueText: string;
  /** It was dragged to here, in the units of the axes. */
  onMove(x: number, y: number): void;
  /** An arrow key: steps to the right, or to the left where they are below 0. */
  onStep(steps: number): void;
}

/** Bars of one series over common bins, or groups. */
export interface BarSeries {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

/** An axis: what it shows and how its numbers are written. */
export interface Axis {
  readonly title: string;
  /** Least and greatest value; taken from the data where it is not given. */
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  readonly ticks?: number;
}
