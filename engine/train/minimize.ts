import { dot, type NewtonDirection } from './newton-direction.ts';

/** A smooth convex function of some parameters. */
export interface Objective {
  /** The value at `parameters`; writes the gradient there. */
  evaluate(parameters: Float64Array, gradient: Float64Array): number | Promise<number>;
}

/** What the search for the minimum needs beside the objective. */
export interface MinimizeOptions {
  /** A Newton direction at these parameters; `exact` asks for float64 products. */
  readonly directionAt: (
    parameters: Float64Array,
    exact: boolean,
  ) => NewtonDirection | Promise<NewtonDirection>;
  /** A direction to begin with, made elsewhere (on a sample of the rows, say). */
  readonly firstDirection?: NewtonDirection;
  /** The distance to the minimum, in the largest component, is below a fifth of this at the end. */
  readonly tolerance: number;
  /** Gives others a turn, and throws when the work was cancelled. */
  readonly pause: () => Promise<void>;
  readonly onProgress?: (share: number) => void;
}

/** Where the search ended. */
export interface Minimum {
  readonly parameters: Float64Array;
  readonly objective: number;
  /** False where rounding, or the limit of steps, ended the search far from the tolerance. */
  readonly converged: boolean;
}

/** Where the search has come to. */
export interface Point {
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

const mostSteps = 300;
const mostCorrections = 12;
/** A step that leaves more than this share of the (Hessian-weighted) gradient asks for a new Hessian. */
const slowReduction = 0.2;

/** Minimises an objective from `start`, without a stop: see `descend`. */
export async function minimize(
  objective: Objective,
  start: Float64Array,
  options: MinimizeOptions,
): Promise<Minimum> {
  const descent = descend(objective, start, options);
  for (;;) {
    const step = await descent.next();
    if (step.done) return step.value;
  }
}

/**
 * Minimises an objective from `start`, and stops there and at each point that is better: Newton's method whose Hessian is kept
 * as long as it serves, corrected by the gradients seen since (L-BFGS with that Hessian as its first metric; Nocedal
 * and Wright, Numerical Optimization, 7.2). A Hessian of a sample of the rows therefore does nearly the work of the
 * full one.
 */
export async function* descend(
  objective: Objective,
  start: Float64Array,
  options: MinimizeOptions,
): AsyncGenerator<Point, Minimum> {
  const { tolerance, directionAt, pause, onProgress } = options;
  let point = await evaluate(objective, start);
  yield point;
  let newton = options.firstDirection;
  let freshAt: Point | undefined;
  let exact = false;
  let corrections: Correction[] = [];
  // Of the last step with the present Hessian.
  let lastDecrement = Infinity;
  let lastSize = 0;
  let firstStep = 0;

  const refresh = async (): Promise<void> => {
    // A Hessian made at this very point did not help: its float32 products are to blame.
    exact ||= freshAt === point;
    newton = await directionAt(point.parameters, exact);
    freshAt = point;
    corrections = [];
    lastDecrement = Infinity;
    lastSize = 0;
  };

  for (let count = 0; count < mostSteps; count++) {
    await pause();
    if (!newton) await refresh();
    const direction = await correctedDirection(newton!, corrections, point.gradient);
    const decrement = -dot(direction, point.gradient);
    const size = largest(direction);
    if (!(decrement > 0) || !Number.isFinite(size)) {
      if (decrement === 0 || (exact && freshAt === point)) return ended(point, size === 0);
      await refresh();
      continue;
    }
    if (freshAt !== point && Math.sqrt(decrement / lastDecrement) > slowReduction) {
      await refresh();
      continue;
    }
    firstStep ||= size;
    onProgress?.(progressShare(firstStep, size, tolerance));
    // What a step leaves is smaller by about the factor that the last one gained.
    const reduction = Math.max(size / lastSize, Math.sqrt(decrement / lastDecrement));
    if (size <= tolerance || size * reduction <= tolerance / 5) return lastStep(point, direction, decrement);

    const next = await searchAlong(objective, point, direction, -decrement);
    if (!next) {
      if (exact && freshAt === point) return ended(point, size <= tolerance * 100);
      await refresh();
      continue;
    }
    corrections = withCorrection(corrections, point, next);
    point = next;
    yield point;
    lastDecrement = decrement;
    lastSize = size;
  }
  return ended(point, false);
}

function ended({ parameters, value }: Point, converged: boolean): Minimum {
  return { parameters, objective: value, converged };
}

/** The loss of a row in the mean: an objective without its penalty. */
export function meanLoss(objective: number, weights: Float64Array, l2Weight: number, rows: number): number {
  return Math.max(0, objective - (l2Weight / 2) * dot(weights, weights)) / rows;
}

/** A step so small that the quadratic model is exact: taken without looking at the rows once more. */
function lastStep({ parameters, value }: Point, direction: Float64Array, decrement: number): Minimum {
  return {
    parameters: parameters.map((parameter, j) => parameter + direction[j]),
    objective: value - decrement / 2,
    converged: true,
  };
}

async function evaluate(objective: Objective, parameters: Float64Array): Promise<Point> {
  const gradient = new Float64Array(parameters.length);
  const value = await objective.evaluate(parameters, gradient);
  return { parameters, gradient, value };
}

/** -H·gradient by the two-loop recursion around the Newton direction. */
async function correctedDirection(
  newton: NewtonDirection,
  corrections: readonly Correction[],
  gradient: Float64Array,
): Promise<Float64Array> {
  const remaining = gradient.slice();
  const shares = new Float64Array(corrections.length);
  for (let k = corrections.length - 1; k >= 0; k--) {
    const { step, change, product } = corrections[k];
    shares[k] = dot(step, remaining) / product;
    for (let j = 0; j < remaining.length; j++) remaining[j] -= shares[k] * change[j];
  }
  const direction = await newton.solve(remaining);
  for (let k = 0; k < corrections.length; k++) {
    const { step, change, product } = corrections[k];
    const share = shares[k] - dot(change, direction) / product;
    for (let j = 0; j < direction.length; j++) direction[j] += share * step[j];
  }
  for (let j = 0; j < direction.length; j++) direction[j] = -direction[j];
  return direction;
}

function withCorrection(corrections: readonly Correction[], from: Point, to: Point): Correction[] {
  const step = to.parameters.map((value, j) => value - from.parameters[j]);
  const change = to.gradient.map((value, j) => value - from.gradient[j]);
  const product = dot(step, change);
  // A convex loss has positive curvature along every step; only rounding can say otherwise.
  if (!(product > 0)) return [...corrections];
  return [...corrections.slice(-(mostCorrections - 1)), { step, change, product }];
}

/**
 * A point along `direction` where the slope has fallen to half of what it was, or `undefined` where rounding
 * hides any descent. Slopes, not values, decide near the minimum: they keep their digits there (Hager and
 * Zhang, 2005).
 */
async function searchAlong(
  objective: Objective,
  from: Point,
  direction: Float64Array,
  slope: number,
): Promise<Point | undefined> {
  const noise = 1e-13 * Math.abs(from.value);
  let low = 0;
  let high = Infinity;
  let highSlope = 0;
  let lowSlope = slope;
  let length = 1;
  let best: Point | undefined;
  for (let trial = 0; trial < 60; trial++) {
    const point = await evaluate(
      objective,
      from.parameters.map((value, j) => value + length * direction[j]),
    );
    const slopeThere = dot(point.gradient, direction);
    const descends = point.value <= from.value + 1e-4 * length * slope + noise;
    if (descends && Math.abs(slopeThere) <= -slope / 2) return point;
    if (descends && slopeThere < 0) {
      best = point;
      low = length;
      lowSlope = slopeThere;
      if (high === Infinity) {
        length *= 2;
        continue;
      }
    } else {
      high = length;
      highSlope = Number.isFinite(slopeThere) && slopeThere > 0 ? slopeThere : Infinity;
    }
    const secant = highSlope === Infinity ? 0.5 : lowSlope / (lowSlope - highSlope);
    length = low + (high - low) * Math.min(0.9, Math.max(0.1, secant));
    if (high - low <= 1e-10 * high) break;
  }
  return best;
}

/** The share of the digits won between the first step's size and the tolerance. */
function progressShare(first: number, size: number, tolerance: number): number {
  const digits = Math.log(first / tolerance);
  return digits > 0 ? Math.min(1, Math.max(0, Math.log(first / size) / digits)) : 1;
}

function largest(vector: Float64Array): number {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  return most;
}
