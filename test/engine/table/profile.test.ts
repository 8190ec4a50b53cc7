import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts, type Levels } from '../../../engine/table/levels.ts';
import {
  profileColumn,
  profileTable,
  type CategoryProfile,
  type NumberProfile,
} from '../../../engine/table/profile.ts';
import { createTable } from '../../../engine/table/table.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';

const profileNumbers = (values: readonly number[], bins?: number): NumberProfile => {
  const column = { kind: 'number', name: 'x', values: Float64Array.from(values) } as const;
  return profileColumn(column, bins === undefined ? {} : { bins }) as NumberProfile;
};
const profileTexts = (texts: readonly (string | null)[], levels?: number): CategoryProfile => {
  const column = { kind: 'category', name: 'c', ...encodeTexts(texts) } as const;
  return profileColumn(column, levels === undefined ? {} : { levels }) as CategoryProfile;
};

describe('numbers', () => {
  it('are counted, summed up and put into bins', () => {
    expect(profileNumbers([4, NaN, 1, 2, 2, NaN, 11], 5)).toEqual({
      kind: 'number',
      name: 'x',
      count: 5,
      missing: 2,
      distinct: 4,
      summary: {
        minimum: 1,
        maximum: 11,
        mean: 4,
        standardDeviation: Math.sqrt(66 / 4),
        quartiles: [2, 2, 4],
        histogram: { edges: [1, 3, 5, 7, 9, 11], counts: [3, 1, 0, 0, 1] },
      },
    });
  });

  it('have no summary where all are missing', () => {
    expect(profileNumbers([NaN, NaN])).toMatchObject({ count: 0, missing: 2, distinct: 0, summary: null });
    expect(profileNumbers([])).toMatchObject({ count: 0, missing: 0, distinct: 0, summary: null });
  });

  it('need no spread, and count 0 and -0 as one', () => {
    expect(profileNumbers([7]).summary).toMatchObject({ mean: 7, standardDeviation: null });
    expect(profileNumbers([1e300, 1e300]).summary).toMatchObject({ mean: 1e300, standardDeviation: 0 });
    const zeros = profileNumbers([0, -0, 0]);
    expect(zeros.distinct).toBe(1);
    expect(zeros.summary).toMatchObject({ histogram: { edges: [-0.5, 0.5], counts: [3] } });
    expect(zeros.summary?.minimum).toBe(0);
  });

  it('keep their digits far from zero and near the ends of float64', () => {
    const far = profileNumbers([1e9 + 1, 1e9 + 2, 1e9 + 3]).summary;
    expect(far).toMatchObject({ mean: 1e9 + 2, standardDeviation: 1 });
    const tenths = profileNumbers(Array<number>(1_000_000).fill(0.1)).summary;
    expect(tenths).toMatchObject({ mean: 0.1, standardDeviation: 0 });
    const huge = profileNumbers([-Number.MAX_VALUE, Number.MAX_VALUE], 4).summary;
    expect(huge?.mean).toBe(0);
    const shares = huge?.quartiles.map((quartile) => quartile / Number.MAX_VALUE);
    expect(shares?.map((share) => Number(share.toPrecision(12)))).toEqual([-0.5, 0, 0.5]);
    expect(huge?.histogram.counts).toEqual([1, 0, 0, 1]);
    expect(huge?.histogram.edges.every(Number.isFinite)).toBe(true);
    const tiny = profileNumbers([1e-200, 3e-200]).summary;
    expect(tiny?.mean).toBeCloseTo(2e-200, 210);
    expect(tiny?.standardDeviation).not.toBe(0);
  });

  it('have figures that any order and the plainest computation agree on', () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 60 }), fc.integer(), (values, seed) => {
        const profile = profileNumbers(values, 7);
        const present = values.filter((x) => !Number.isNaN(x));
        expect(profile.count + profile.missing).toBe(values.length);
        expect(profile.distinct).toBe(new Set(present).size);
        if (!profile.summary) return;
        const { minimum, maximum, mean, standardDeviation, histogram } = profile.summary;
        const plainMean = present.reduce((a, b) => a + b, 0) / present.length;
        expect(minimum).toBe(Math.min(...present) + 0);
        expect(maximum).toBe(Math.max(...present) + 0);
        expect(Math.abs(mean - plainMean)).toBeLessThan(1e-8);
        if (present.length > 1) {
          const variance = present.reduce((a, x) => a + (x - plainMean) ** 2, 0) / (present.length - 1);
          expect(Math.abs((standardDeviation ?? NaN) - Math.sqrt(variance))).toBeLessThan(1e-7);
        }
        const { edges, counts } = histogram;
        const last = counts.length - 1;
        const plainCounts = counts.map(
          (_, i) =>
            present.filter((x) => x >= edges[i] && (x < edges[i + 1] || (i === last && x === edges[i + 1])))
              .length,
        );
        expect(counts).toEqual(plainCounts);
        const order = Uint32Array.from(values, (_, i) => i);
        createRandom(seed).shuffle(order);
        expect(
          profileNumbers(
            Array.from(order, (i) => values[i]),
            7,
          ),
        ).toEqual(profile);
      }),
    );
  });

  const python = pythonOrReason();
  it.skipIf(!python)('agree with pandas and numpy', () => {
    const random = createRandom(5);
    const columns = [2, 3, 4, 5, 10, 101, 1000].flatMap((length) => [
      Array.from({ length }, () => random.normal() * 100),
      Array.from({ length }, () => random.integer(7)),
      Array.from({ length }, () => (random.next() < 0.2 ? NaN : Math.exp(3 * random.normal()))),
      Array.from({ length }, () => 1e8 + random.next()),
    ]);
    const script = `
import json, sys, numpy as np, pandas as pd
out = []
for values in json.load(sys.stdin):
    s = pd.Series([np.nan if v is None else v for v in values], dtype=float)
    x = s.dropna().to_numpy()
    if len(x) < 2:
        out.append(None)
        continue
    counts, edges = np.histogram(x, bins=20) if x.min() < x.max() else ([len(x)], [x.min() - .5, x.max() + .5])
    out.append(dict(count=int(s.count()), missing=int(s.isna().sum()), distinct=int(s.nunique()), mean=s.mean(),
        std=float(np.std(x, ddof=1)), quartiles=list(np.quantile(x, [.25, .5, .75])),
        counts=[int(c) for c in counts], edges=list(edges)))
print(json.dumps(out))`;
    interface Expected {
      count: number;
      missing: number;
      distinct: number;
      mean: number;
      std: number;
      quartiles: number[];
      counts: number[];
      edges: number[];
    }
    const expected = runPython<(Expected | null)[]>(script, columns);
    expected.forEach((wanted, i) => {
      if (!wanted) return;
      const { count, missing, distinct, summary } = profileNumbers(columns[i]);
      expect({ count, missing, distinct }).toEqual({
        count: wanted.count,
        missing: wanted.missing,
        distinct: wanted.distinct,
      });
      expect(summary?.quartiles).toEqual(wanted.quartiles);
      expect(Math.abs((summary?.mean ?? NaN) / wanted.mean - 1)).toBeLessThan(1e-12);
      expect(Math.abs((summary?.standardDeviation ?? NaN) - wanted.std)).toBeLessThan(1e-7 * wanted.std);
      // numpy picks each bin by a division first, so that an edge may differ in its last bit.
      summary?.histogram.edges.forEach((edge, k) => {
        expect(Math.abs(edge - wanted.edges[k])).toBeLessThanOrEqual(4e-16 * Math.abs(edge) + 1e-300);
      });
      expect(summary?.histogram.counts).toEqual(wanted.counts);
    });
    expect(expected.filter(Boolean).length).toBeGreaterThan(20);
  });
});

describe('texts', () => {
  it('are counted, the most frequent first and equals as they appear', () => {
    expect(profileTexts(['b', 'a', null, 'c', 'c', 'a', 'd'], 3)).toEqual({
      kind: 'category',
      name: 'c',
      count: 6,
      missing: 1,
      distinct: 4,
      top: [
        { level: 'a', count: 2 },
        { level: 'c', count: 2 },
        { level: 'b', count: 1 },
      ],
    });
  });

  it('count only levels that occur', () => {
    const { codes, levels } = encodeTexts(['a', 'b', 'c']);
    const profile = profileColumn({ kind: 'category', name: 'c', codes: codes.slice(1), levels });
    expect(profile).toMatchObject({ count: 2, distinct: 2, top: [{ level: 'b' }, { level: 'c' }] });
  });

  it('have the top levels that sorting all of them gives', () => {
    const text = fc.option(fc.constantFrom(...'abcdefghijklm'), { nil: null });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 80 }), fc.integer({ min: 0, max: 6 }), (texts, most) => {
        const counts = new Map<string, number>();
        for (const level of texts) if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1);
        const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, most);
        expect(profileTexts(texts, most).top).toEqual(sorted.map(([level, count]) => ({ level, count })));
      }),
    );
  });

  it('of a million ids decode only those that are shown', () => {
    const decoded: number[] = [];
    const levels: Levels = {
      size: 1_000_000,
      at: (code) => (decoded.push(code), `LP${code}`),
      indexOf: () => -1,
    };
    const codes = Int32Array.from({ length: 1_000_000 }, (_, i) => i);
    const profile = profileColumn({ kind: 'category', name: 'id', codes, levels }, { levels: 2 });
    expect(profile).toMatchObject({ distinct: 1_000_000, top: [{ level: 'LP0' }, { level: 'LP1' }] });
    expect(decoded).toEqual([0, 1]);
  });
});

it('profiles every column of a table, in order, as plain JSON', () => {
  const table = createTable([
    { kind: 'category', name: 'c', ...encodeTexts(['a', 'b', 'a']) },
    { kind: 'number', name: 'x', values: Float64Array.of(1, NaN, 2) },
    { kind: 'number', name: 'gone', values: Float64Array.of(NaN, NaN, NaN) },
  ]);
  const profile = profileTable(table);
  expect(profile.map(({ name }) => name)).toEqual(['c', 'x', 'gone']);
  expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
});
