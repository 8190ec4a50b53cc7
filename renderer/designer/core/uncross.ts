import type { Position } from './commands.ts';

/** An edge between two cards: how far along their width its ports are, in pixels. */
export interface PortLine {
  readonly from: string;
  readonly fromAlong: number;
  readonly to: string;
  readonly toAlong: number;
}

/** Beyond this many edges it would be felt; such a drawing is crowded anyway. */
const mostLines = 80;

/**
 * Layouts of graphs know nothing of ports. The layout, or its mirror picture, in which neighbours of one row change
 * places as long as it gets better for it: as few edges as possible cross, then they lead as little aside as possible.
 */
export function uncross(
  places: ReadonlyMap<string, Position>,
  lines: readonly PortLine[],
): Map<string, Position> {
  if (lines.length > mostLines) return new Map(places);
  const right = Math.max(0, ...[...places.values()].map(({ x }) => x));
  const mirrored = new Map([...places].map(([id, { x, y }]) => [id, { x: right - x, y }]));
  const [plain, mirror] = [places, mirrored].map((one) => improve(new Map(one), lines));
  return cost(mirror, lines) < cost(plain, lines) ? mirror : plain;
}

function improve(places: Map<string, Position>, lines: readonly PortLine[]): Map<string, Position> {
  let least = cost(places, lines);
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (const [left, right] of neighbours(places)) {
      swap(places, left, right);
      const now = cost(places, lines);
      if (now < least) {
        least = now;
        isBetter = true;
      } else swap(places, left, right);
    }
  }
  return places;
}

/** A crossing weighs more than any way aside. */
function cost(places: ReadonlyMap<string, Position>, lines: readonly PortLine[]): number {
  const aside = lines.reduce((sum, { from, fromAlong, to, toAlong }) => {
    const [a, b] = [places.get(from) as Position, places.get(to) as Position];
    return sum + Math.abs(a.x + fromAlong - b.x - toAlong);
  }, 0);
  return countCrossings(places, lines) * 1e6 + aside;
}

/** Cards side by side, row by row. */
function neighbours(places: ReadonlyMap<string, Position>): [string, string][] {
  const sorted = [...places].sort(([, a], [, b]) => a.y - b.y || a.x - b.x);
  return sorted
    .slice(1)
    .map(([id, { y }], index): [string, string] | undefined =>
      sorted[index][1].y === y ? [sorted[index][0], id] : undefined,
    )
    .filter((pair) => pair !== undefined);
}

function swap(places: Map<string, Position>, one: string, other: string): void {
  const place = places.get(one) as Position;
  places.set(one, places.get(other) as Position);
  places.set(other, place);
}

/** How many pairs of edges cross, drawn as straight lines. */
export function countCrossings(places: ReadonlyMap<string, Position>, lines: readonly PortLine[]): number {
  const segments = lines.map(({ from, fromAlong, to, toAlong }) => {
    const [a, b] = [places.get(from) as Position, places.get(to) as Position];
    return { x1: a.x + fromAlong, y1: a.y, x2: b.x + toAlong, y2: b.y };
  });
  let count = 0;
  for (let i = 0; i < segments.length; i++) {
    for (let j = i + 1; j < segments.length; j++) if (cross(segments[i], segments[j])) count++;
  }
  return count;
}

interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Whether two segments cross inside; common ends are no crossing. */
function cross(a: Segment, b: Segment): boolean {
  const side = ({ x1, y1, x2, y2 }: Segment, x: number, y: number): number =>
    Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
  return side(a, b.x1, b.y1) * side(a, b.x2, b.y2) < 0 && side(b, a.x1, a.y1) * side(b, a.x2, a.y2) < 0;
}
