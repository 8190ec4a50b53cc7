import { line } from 'd3-shape';
import { thinPath } from '../../engine/evaluate/thin-path.ts';
import type { LineSeries } from './chart-types.ts';
import type { Frame } from './frame.ts';

/** A line as it is drawn: at most half a pixel off the full one. */
export interface DrawnLine {
  readonly path: string;
  /** The points that are drawn; the keyboard walks these. */
  readonly points: Uint32Array;
}

/** Draws a line with as few points as half a pixel allows. */
export function drawLine({ x, y }: LineSeries, frame: Pick<Frame, 'x' | 'y'>): DrawnLine {
  const points = thinPath(x, y, { scaleX: pixelsPerUnit(frame.x), scaleY: pixelsPerUnit(frame.y) });
  const draw = line<number>()
    .x((i) => round(frame.x(x[i])))
    .y((i) => round(frame.y(y[i])));
  return { path: draw(points) ?? '', points };
}

function pixelsPerUnit(scale: Frame['x']): number {
  const [from, to] = scale.domain();
  const [start, end] = scale.range();
  return to === from ? 1 : (end - start) / (to - from);
}

const round = (pixels: number): number => Math.round(pixels * 100) / 100;

/** The drawn point that is nearest to a place of the chart, in pixels. */
export function nearestPoint(
  { x, y }: LineSeries,
  { points }: DrawnLine,
  frame: Pick<Frame, 'x' | 'y'>,
  at: { readonly x: number; readonly y: number },
): { readonly point: number; readonly distance: number } {
  let point = 0;
  let distance = Infinity;
  for (let i = 0; i < points.length; i++) {
    const away = Math.hypot(frame.x(x[points[i]]) - at.x, frame.y(y[points[i]]) - at.y);
    if (away < distance) [point, distance] = [i, away];
  }
  return { point, distance };
}
