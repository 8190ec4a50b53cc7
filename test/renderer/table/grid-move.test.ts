import { expect, it } from 'vitest';
import { moveBy } from '../../../renderer/table/grid-move.ts';

const size = { rows: 100, columns: 5, page: 10 };
const press = (key: string, ctrlKey = false): ReturnType<typeof moveBy> =>
  moveBy({ key, ctrlKey, metaKey: false }, { row: 20, column: 2 }, size);

it.each([
  ['ArrowDown', { row: 21, column: 2 }, { row: 99, column: 2 }],
  ['ArrowUp', { row: 19, column: 2 }, { row: 0, column: 2 }],
  ['ArrowRight', { row: 20, column: 3 }, { row: 20, column: 4 }],
  ['ArrowLeft', { row: 20, column: 1 }, { row: 20, column: 0 }],
  ['PageDown', { row: 30, column: 2 }, { row: 30, column: 2 }],
  ['PageUp', { row: 10, column: 2 }, { row: 10, column: 2 }],
  ['Home', { row: 20, column: 0 }, { row: 0, column: 0 }],
  ['End', { row: 20, column: 4 }, { row: 99, column: 4 }],
])('%s leads to a cell, and with Ctrl to the end', (key, near, far) => {
  expect(press(key)).toEqual(near);
  expect(press(key, true)).toEqual(far);
});

it('stays inside the table, and leaves other keys alone', () => {
  expect(moveBy({ key: 'ArrowUp', ctrlKey: false, metaKey: false }, { row: 0, column: 0 }, size)).toEqual({
    row: 0,
    column: 0,
  });
  expect(press('a')).toBeUndefined();
  expect(press('Tab')).toBeUndefined();
});
