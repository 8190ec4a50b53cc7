import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../engine/random.ts';
import { cellsOf, Dictionary } from '../../../../engine/table/csv/dictionary.ts';
import { levelTexts, type Levels } from '../../../../engine/table/levels.ts';

/** The codes of texts, and the dictionary that gave them. */
function encode(texts: readonly string[]): { codes: number[]; levels: Levels } {
  const dictionary = new Dictionary();
  const encoder = new TextEncoder();
  const codes = texts.map((text) => {
    const bytes = encoder.encode(text);
    return dictionary.add(cellsOf(bytes), 0, bytes.length);
  });
  return { codes, levels: dictionary.finish('utf-8') };
}

/** The same by a Map. */
function encodePlainly(texts: readonly string[]): { codes: number[]; levels: string[] } {
  const seen = new Map<string, number>();
  const codes = texts.map((text) => {
    if (!seen.has(text)) seen.set(text, seen.size);
    return seen.get(text) ?? -1;
  });
  return { codes, levels: [...seen.keys()] };
}

function check(texts: readonly string[]): void {
  const { codes, levels } = encode(texts);
  const plain = encodePlainly(texts);
  expect(levels.size).toBe(plain.levels.length);
  expect(levelTexts(levels)).toEqual(plain.levels);
  expect(codes).toEqual(plain.codes);
  expect(levels.indexOf('no such level')).toBe(-1);
  if (texts.length > 0) expect(levels.indexOf(texts[texts.length - 1])).toBe(codes[codes.length - 1]);
}

describe('gives each text the code of its first equal', () => {
  it('for any texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('a', 'ab', 'ba', 'abc'),
    );
    fc.assert(fc.property(fc.array(text, { maxLength: 60 }), check));
  });

  it('for tens of thousands of ids that come again in another order', () => {
    const ids = Array.from({ length: 30_000 }, (_, i) => `LP${String(i).padStart(6, '0')}`);
    const order = Uint32Array.from(ids, (_, i) => i);
    createRandom(3).shuffle(order);
    check([...ids, ...Array.from(order, (i) => ids[i])]);
  });

  it('for texts that were made to have the same hash', () => {
    // "Aa" and "BB" are alike to any polynomial in 31: without a way out this takes minutes.
    const texts = Array.from({ length: 1 << 17 }, (_, i) =>
      Array.from({ length: 17 }, (_, bit) => ((i >> bit) & 1 ? 'Aa' : 'BB')).join(''),
    );
    check([...texts, ...texts]);
  });
});

it('tells which levels are numbers', () => {
  const dictionary = new Dictionary();
  for (const text of ['1', 'x', '-2,5', '007', '']) {
    const bytes = new TextEncoder().encode(text);
    dictionary.add(cellsOf(bytes), 0, bytes.length);
  }
  expect([...dictionary.numericLevels(44)]).toEqual([1, 0, 1, 0, 0]);
  expect([...dictionary.numericLevels(46)]).toEqual([1, 0, 0, 0, 0]);
});
