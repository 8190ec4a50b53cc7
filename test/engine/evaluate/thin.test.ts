import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc, binaryCurve, rocCurve } from '../../../engine/evaluate/curves.ts';
import { thinPath } from '../../../engine/evaluate/thin-path.ts';
import { thinPoints } from '../../../engine/evaluate/thin-points.ts';
import { createRandom } from '../../../engine/random.ts';

type Point = readonly [number, number];

function distanceToPiece([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** How far the points of one path lie from another path at most, points between its corners included. */
function distanceTo(path: readonly Point[], other: readonly Point[]): number {
  let most = 0;
  for (let i = 0; i < path.length; i++) {
    for (let step = 0; step < 4; step++) {
      const next = path[Math.min(i + 1, path.length - 1)];
      const share = step / 4;
      const point: Point = [
        path[i][0] + share * (next[0] - path[i][0]),
        path[i][1] + share * (next[1] - path[i][1]),
      ];
      let least = Infinity;
      for (let j = 0; j < Math.max(1, other.length - 1); j++) {
        least = Math.min(least, distanceToPiece(point, other[j], other[Math.min(j + 1, other.length - 1)]));
      }
      most = Math.max(most, least);
    }
  }
  return most;
}

const coordinate = fc.double({ min: 0, max: 60, noNaN: true });
/** Any path: it may turn back, stand still, or cross itself. */
const anyPath = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 120 });

describe('thinPath', () => {
  it('lies nowhere further than the tolerance from the full path, nor the full path from it', () => {
    fc.assert(
      fc.property(anyPath, fc.double({ min: 0.05, max: 8, noNaN: true }), (path, tolerance) => {
        const [x, y] = [path.map(([at]) => at), path.map(([, at]) => at)];
        const kept = Array.from(thinPath(x, y, { tolerance }), (i): Point => path[i]);
        expect(kept[0]).toEqual(path[0]);
        expect(kept.at(-1)).toEqual(path.at(-1));
        expect(distanceTo(path, kept)).toBeLessThanOrEqual(tolerance + 1e-9);
        expect(distanceTo(kept, path)).toBeLessThanOrEqual(tolerance + 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  it('counts in pixels of the picture', () => {
    const x = [0, 0.5, 1];
    const y = [0, 0.0005, 0];
    expect([...thinPath(x, y, { scaleX: 400, scaleY: 400 })]).toEqual([0, 2]);
    expect([...thinPath(x, y, { scaleX: 400, scaleY: -1000 })]).toEqual([0, 1, 2]);
  });

  it('takes an empty path and a single point as they are', () => {
    expect([...thinPath([], [])]).toEqual([]);
    expect([...thinPath([3], [4])]).toEqual([0]);
  });

  it('draws the ROC of 100,000 scores with a few hundred points, within half a pixel; its AUC stays that of all', () => {
    const random = createRandom(3);
    const classes = Int8Array.from({ length: 100_000 }, () => random.integer(2));
    const scores = Float64Array.from(classes, (one) => random.next() ** (one === 1 ? 0.6 : 1.4));
    const curve = binaryCurve(scores, classes);
    const { x, y } = rocCurve(curve);
    const kept = thinPath(x, y, { scaleX: 520, scaleY: 300 });
    expect(x.length).toBeGreaterThan(90_000);
    expect(kept.length).toBeLessThan(600);
    expect([x[kept[0]], y[kept[0]], x[kept[kept.length - 1]], y[kept[kept.length - 1]]]).toEqual([
      0, 0, 1, 1,
    ]);
    let most = 0;
    for (let piece = 1; piece < kept.length; piece++) {
      const ends = [kept[piece - 1], kept[piece]].map((i): Point => [x[i] * 520, y[i] * 300]);
      for (let i = kept[piece - 1]; i <= kept[piece]; i++) {
        most = Math.max(most, distanceToPiece([x[i] * 520, y[i] * 300], ends[0], ends[1]));
      }
    }
    expect(most).toBeLessThanOrEqual(0.5);
    // The area under the thinned line is another number: it must not be the one that is shown.
    expect(areaUnderRoc(curve)).not.toBe(areaUnder(kept, x, y));
  });
});

function areaUnder(kept: Uint32Array, x: Float64Array, y: Float64Array): number {
  let area = 0;
  for (let i = 1; i < kept.length; i++) {
    area += ((x[kept[i]] - x[kept[i - 1]]) * (y[kept[i]] + y[kept[i - 1]])) / 2;
  }
  return area;
}

describe('thinPoints', () => {
  it('leaves out no point, and puts none further away than a square reaches', () => {
    fc.assert(
      fc.property(anyPath, fc.double({ min: 0.5, max: 9, noNaN: true }), (points, square) => {
        const [x, y] = [points.map(([at]) => at), points.map(([, at]) => at)];
        const { positions, counts } = thinPoints(x, y, { square });
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(points.length);
        for (const [px, py] of points) {
          const least = Math.min(...Array.from(positions, (i) => Math.hypot(x[i] - px, y[i] - py)));
          expect(least).toBeLessThanOrEqual(square * Math.SQRT2 + 1e-9);
        }
      }),
    );
  });
});
