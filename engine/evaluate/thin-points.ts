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
  const places = new Map<string, number>();
  const positions: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor((x[i] * scaleX) / square);
    const row = Math.floor((y[i] * scaleY) / square);
    const key = `${column} ${row}`;
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, positions.length);
      positions.push(i);
      counts.push(1);
    } else counts[place]++;
  }
  return { positions: Uint32Array.from(positions), counts: Uint32Array.from(counts) };
}
