/** How far the picture of a path may be off, and how large it is drawn. */
export interface ThinningOptions {
  /** Pixels of one unit along x and y; 1 where the points are pixels already. */
  readonly scaleX?: number;
  readonly scaleY?: number;
  /** The most that the thinned path may lie off the full one, and the other way round, in pixels; above 0. */
  readonly tolerance?: number;
}

/**
 * Which points of a path are enough to draw it: the positions of the points to keep, ascending, both ends among
 * them. The path through them and the full one lie nowhere further apart than `tolerance` (half a pixel): points
 * within a quarter of it of the last one go first, then Douglas and Peucker's lines (1973) take the rest, whose
 * distances are to the piece of line and not to all of it, so that a path that turns back keeps its turns.
 */
export function thinPath(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { scaleX = 1, scaleY = 1, tolerance = 0.5 }: ThinningOptions = {},
): Uint32Array {
  const near = tolerance / 4;
  const points = withoutNeighbours(x, y, { scaleX, scaleY, near });
  const px = Float64Array.from(points, (i) => x[i] * scaleX);
  const py = Float64Array.from(points, (i) => y[i] * scaleY);
  const kept = keepTurns(px, py, tolerance - near);
  const positions = new Uint32Array(kept.reduce((sum, keep) => sum + keep, 0));
  let count = 0;
  for (let i = 0; i < kept.length; i++) if (kept[i] === 1) positions[count++] = points[i];
  return positions;
}

/** The points that are further than `near` from the last one that was taken, and both ends. */
function withoutNeighbours(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { scaleX, scaleY, near }: { scaleX: number; scaleY: number; near: number },
): Uint32Array {
  const points = new Uint32Array(x.length);
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    const last = points[count - 1];
    const isFar =
      count === 0 ||
      i === x.length - 1 ||
      Math.hypot((x[i] - x[last]) * scaleX, (y[i] - y[last]) * scaleY) > near;
    if (isFar) points[count++] = i;
  }
  return points.slice(0, count);
}

/** 1 for each point without which the path would be off by more than `tolerance`. */
function keepTurns(x: Float64Array, y: Float64Array, tolerance: number): Uint8Array {
  const kept = new Uint8Array(x.length);
  if (x.length === 0) return kept;
  kept[0] = kept[x.length - 1] = 1;
  const pieces: [number, number][] = [[0, x.length - 1]];
  for (let piece = pieces.pop(); piece; piece = pieces.pop()) {
    const [first, last] = piece;
    let furthest = -1;
    let most = tolerance;
    for (let i = first + 1; i < last; i++) {
      const distance = distanceToPiece(x, y, { first, last, i });
      if (distance > most) [most, furthest] = [distance, i];
    }
    if (furthest < 0) continue;
    kept[furthest] = 1;
    pieces.push([first, furthest], [furthest, last]);
  }
  return kept;
}

/** The distance of point `i` to the piece of line between two others. */
function distanceToPiece(
  x: Float64Array,
  y: Float64Array,
  { first, last, i }: { first: number; last: number; i: number },
): number {
  const dx = x[last] - x[first];
  const dy = y[last] - y[first];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x[i] - x[first]) * dx + (y[i] - y[first]) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x[i] - x[first] - share * dx, y[i] - y[first] - share * dy);
}
