/** A cloud of points as dots of a grid: none is left out, and each dot tells how many points it stands for. */
export interface ThinnedPoints {
  /** The first point of each occupied square. */
  readonly positions: Uint32Array;
  /** How many points lie in that square; together all of them. */
  readonly counts: Uint32Array;
}

/**
 * One dot for each square of a grid that holds a point, for pictures of many points: a sample would lose the few that
 * lie far out, squares lose none. Every point is nearer to its dot than the diagonal of a square.
 */
export function thinPoints(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { scaleX = 1, scaleY = 1, square = 3 }: { scaleX?: number; scaleY?: number; square?: number } = {},
): ThinnedPoints {
  const columns = squaresOf(x, scaleX / square);
  const rows = squaresOf(y, scaleY / square);
  const places = new Map<number, number>();
  const positions: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const key = columns.of[i] * rows.count + rows.of[i];
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, positions.length);
      positions.push(i);
      counts.push(1);
    } else counts[place]++;
  }
  return { positions: Uint32Array.from(positions), counts: Uint32Array.from(counts) };
}

/** The number of each value's square, counted from the least one. */
function squaresOf(
  values: ArrayLike<number>,
  scale: number,
): { readonly of: Float64Array; readonly count: number } {
  const of = Float64Array.from(values, (value) => Math.floor(value * scale));
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < of.length; i++) {
    if (of[i] < least) least = of[i];
    if (of[i] > most) most = of[i];
  }
  for (let i = 0; i < of.length; i++) of[i] -= least;
  return { of, count: most - least + 1 };
}
