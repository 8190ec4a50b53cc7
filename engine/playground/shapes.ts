import { createRandom, type Random } from '../random.ts';
import { encodeTexts } from '../table/levels.ts';
import { createTable, type Table } from '../table/table.ts';

/** Tables that are made up: shapes in a plane, each hard for another learner. */
export const shapeNames = ['moons', 'circles', 'spirals', 'xor', 'blobs', 'line'] as const;
export type ShapeName = (typeof shapeNames)[number];

/** How a shape is made; the same options give the same table, number for number. */
export interface ShapeOptions {
  readonly rows: number;
  /** The standard deviation of what blurs the shape; 0 draws it sharp. */
  readonly noise: number;
  readonly seed: number;
}

/** The column that a shape's table is for. */
export const shapeLabel: Readonly<Record<ShapeName, string>> = {
  moons: 'class',
  circles: 'class',
  spirals: 'class',
  xor: 'class',
  blobs: 'class',
  line: 'y',
};

interface Point {
  readonly x: number;
  readonly y: number;
  readonly group: number;
}

const groups = ['A', 'B', 'C'];

/** Two interleaved half circles (as scikit-learn's `make_moons`). */
function moon(share: number, group: number): Point {
  const angle = Math.PI * share;
  return group === 0
    ? { x: Math.cos(angle), y: Math.sin(angle), group }
    : { x: 1 - Math.cos(angle), y: 0.5 - Math.sin(angle), group };
}

/** A ring around a ring of half its size (as scikit-learn's `make_circles`). */
function circle(share: number, group: number): Point {
  const radius = group === 0 ? 1 : 0.5;
  const angle = 2 * Math.PI * share;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), group };
}

/** Two arms that wind around each other, one turn and a half. */
function spiral(share: number, group: number): Point {
  const radius = 0.1 + share;
  const angle = 3 * Math.PI * share + group * Math.PI;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), group };
}

/** Four quarters; those across from each other are of one class. */
function quarter(random: Random, group: number): Point {
  const x = 2 * random.next() - 1;
  const height = random.next();
  return { x, y: x < 0 === (group === 0) ? height : -height, group };
}

const centres = [
  { x: -1, y: -0.6 },
  { x: 1, y: -0.4 },
  { x: 0.1, y: 1 },
];

/**
 * A table of a shape: numbers `x` and `y` and a text `class` of two or three classes, evenly many of each. The shape
 * `line` has numbers alone: `y` is 0.5 + 1.5 · `x`, blurred.
 */
export function createShape(shape: ShapeName, { rows, noise, seed }: ShapeOptions): Table {
  const random = createRandom(seed);
  if (shape === 'line') return noisyLine(rows, noise, random);
  const count = shape === 'blobs' ? 3 : 2;
  const points = Array.from({ length: rows }, (_, row): Point => {
    const group = row % count;
    const point = placeOf(shape, group, random);
    // Blobs are made of their blur; without any they would be three points.
    const blur = shape === 'blobs' ? 0.15 + noise : noise;
    return { group, x: point.x + blur * random.normal(), y: point.y + blur * random.normal() };
  });
  return createTable([
    { kind: 'number', name: 'x', values: Float64Array.from(points, ({ x }) => rounded(x)) },
    { kind: 'number', name: 'y', values: Float64Array.from(points, ({ y }) => rounded(y)) },
    { kind: 'category', name: 'class', ...encodeTexts(points.map(({ group }) => groups[group])) },
  ]);
}

function placeOf(shape: Exclude<ShapeName, 'line'>, group: number, random: Random): Point {
  switch (shape) {
    case 'moons':
      return moon(random.next(), group);
    case 'circles':
      return circle(random.next(), group);
    case 'spirals':
      return spiral(random.next(), group);
    case 'xor':
      return quarter(random, group);
    case 'blobs':
      return { ...centres[group], group };
  }
}

function noisyLine(rows: number, noise: number, random: Random): Table {
  const x = new Float64Array(rows);
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    x[i] = rounded(2 * random.next() - 1);
    y[i] = rounded(0.5 + 1.5 * x[i] + noise * random.normal());
  }
  return createTable([
    { kind: 'number', name: 'x', values: x },
    { kind: 'number', name: 'y', values: y },
  ]);
}

/** Four decimals, so that a file of the table is read by people too; sines differ by machine in the last digit. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
