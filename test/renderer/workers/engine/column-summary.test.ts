import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeTexts } from '../../../../engine/table/levels.ts';
import { createTable } from '../../../../engine/table/table.ts';
import { summarizeColumns } from '../../../../renderer/workers/engine/column-summary.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

it('counts every finite number once, and every gap', () => {
  const cell = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, Number.MAX_VALUE));
  fc.assert(
    fc.property(fc.array(cell), (cells) => {
      const values = Float64Array.from(cells);
      const [summary] = summarizeColumns(createTable([{ kind: 'number', name: 'x', values }]));
      expect(sum(summary.counts)).toBe(cells.filter((value) => Number.isFinite(value)).length);
      expect(summary.missing).toBe(cells.filter((value) => Number.isNaN(value)).length);
      expect(summary.counts.every((count) => count >= 0)).toBe(true);
    }),
  );
});

it('counts texts by how often they occur, and lists those that one can choose from', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.constantFrom('Yes', 'No', 'Perhaps'))), (cells) => {
      const column = { kind: 'category', name: 'x', ...encodeTexts(cells) } as const;
      const [summary] = summarizeColumns(createTable([column]));
      const present = cells.filter((text) => text !== null);
      expect(sum(summary.counts)).toBe(present.length);
      expect([...summary.counts].sort((a, b) => b - a)).toEqual(summary.counts);
      expect(summary.levels).toEqual([...new Set(present)].sort());
    }),
  );
});

it('does not list ids', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => `LP${index}`);
  const [summary] = summarizeColumns(createTable([{ kind: 'category', name: 'id', ...encodeTexts(ids) }]));
  expect(summary).toEqual({ name: 'id', kind: 'category', missing: 0, counts: [] });
});
