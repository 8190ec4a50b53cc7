import { expect, it } from 'vitest';
import { borderOf } from '../../../../engine/playground/boundary.ts';
import { cellAt, cellOf, paintGrid, parseColour } from '../../../../renderer/playground/core/picture.ts';
import type { Plane } from '../../../../renderer/workers/playground/messages.ts';

const plane: Plane = {
  x: { kind: 'number', column: 'x', minimum: 0, maximum: 10 },
  y: { kind: 'category', column: 'y', levels: ['a', 'b'] },
  width: 5,
  height: 2,
};
const shown = (x: number, y: number) => ({
  x: Float64Array.of(x),
  y: Float64Array.of(y),
  targets: Float64Array.of(0),
  training: 1,
  rowNumbers: Uint32Array.of(1),
});

it('a row lies on the cell of its values, the first level at the bottom', () => {
  expect(cellAt(plane, shown(0, 0), 0)).toBe(5);
  expect(cellAt(plane, shown(9.9, 1), 0)).toBe(4);
  expect(cellAt(plane, shown(99, 1), 0)).toBe(4);
  expect(cellAt(plane, shown(NaN, 1), 0)).toBe(-1);
});

it('a cell has the colour of its class, the stronger the surer', () => {
  const grid = { task: 'binary', values: Float32Array.of(0, 0.45, 0.9) } as const;
  expect([0, 1, 2].map((cell) => cellOf(grid, cell, 2).class)).toEqual([0, 0, 1]);
  const pixels = paintGrid(grid, [parseColour('#c2571a'), parseColour('#0b6b63')], 2);
  expect([...pixels.subarray(0, 3)]).toEqual([0xc2, 0x57, 0x1a]);
  expect([...pixels.subarray(8, 11)]).toEqual([0x0b, 0x6b, 0x63]);
  expect(pixels[3]).toBeGreaterThan(pixels[11]);
  expect(pixels[11]).toBeGreaterThan(pixels[7]);
});

it('the border runs where the probability is one half', () => {
  // 0 to 1 from left to right: the border is upright, a quarter of a cell off where the values say so.
  const values = [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1];
  expect(borderOf(values, 4, 2)).toEqual([[0.5, 0.25, 0.5, 0.75]]);
  expect(borderOf([0.1, 0.2, 0.3, 0.4], 2, 2)).toEqual([]);
});
