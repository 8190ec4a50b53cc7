import type { BoundaryAxis, BoundaryGrid } from '../../../engine/playground/boundary.ts';
import type { Plane, ShownRows } from '../../workers/playground/messages.ts';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** How strongly a cell is coloured at least, and at most. */
const faint = 0.06;
const strong = 0.5;

/** A colour of the style sheet, `#rrggbb`. */
export function parseColour(text: string): Colour {
  const digits = /^#([0-9a-f]{6})$/i.exec(text.trim())?.[1] ?? '000000';
  const value = parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The class that a model says at a cell, and how sure it is, 0 to 1. */
export function cellOf(grid: BoundaryGrid, cell: number, classes: number): { class: number; sure: number } {
  const value = grid.values[cell];
  if (grid.task === 'multiclass') {
    return { class: grid.classes[cell], sure: Math.max(0, (value - 1 / classes) / (1 - 1 / classes)) };
  }
  return { class: value >= 0.5 ? 1 : 0, sure: Math.abs(value - 0.5) * 2 };
}

/** A grid of classes as pixels, one per cell: the colour of the class, the stronger the surer the model is. */
export function paintGrid(
  grid: BoundaryGrid,
  colours: readonly Colour[],
  classes: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(grid.values.length * 4);
  for (let cell = 0; cell < grid.values.length; cell++) {
    const { class: found, sure } = cellOf(grid, cell, classes);
    pixels.set(colours[found % colours.length], cell * 4);
    pixels[cell * 4 + 3] = 255 * (faint + (strong - faint) * sure);
  }
  return pixels;
}

/** The bounds of an axis: levels of a text stand at 0, 1, 2 … */
export function domainOf(axis: BoundaryAxis): [number, number] {
  return axis.kind === 'number' ? [axis.minimum, axis.maximum] : [-0.5, axis.levels.length - 0.5];
}

/** The cell of a plane on which a shown row lies; -1 where a value is missing. */
export function cellAt(plane: Plane, shown: ShownRows, row: number): number {
  const column = indexAlong(plane.x, shown.x[row], plane.width);
  const line = plane.y ? indexAlong(plane.y, shown.y[row], plane.height) : 0;
  return column < 0 || line < 0 ? -1 : (plane.height - 1 - line) * plane.width + column;
}

function indexAlong(axis: BoundaryAxis, value: number, cells: number): number {
  if (Number.isNaN(value)) return -1;
  const [from, to] = domainOf(axis);
  return Math.min(cells - 1, Math.max(0, Math.floor(((value - from) / (to - from)) * cells)));
}

/** A point's place among levels or classes: beside their line, each row at its own distance. */
export function besideLevel(place: number, rowNumber: number): number {
  // The golden ratio spreads neighbours evenly.
  return place + (((rowNumber * 0.618034) % 1) - 0.5) * 0.6;
}

const round = (value: number): string => value.toFixed(1);

/** Points of a class as one path: a circle, a square, a triangle or a diamond. */
export function markPath(places: readonly (readonly [number, number])[], shape: number): string {
  return places.map(([x, y]) => marks[shape % marks.length](round(x), round(y))).join('');
}

const marks: readonly ((x: string, y: string) => string)[] = [
  (x, y) => `M${x} ${y}m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0`,
  (x, y) => `M${x} ${y}m-2.9 -2.9h5.8v5.8h-5.8z`,
  (x, y) => `M${x} ${y}m0 -3.8l3.6 6.4h-7.2z`,
  (x, y) => `M${x} ${y}m0 -4l4 4l-4 4l-4 -4z`,
];
