import { expect, it } from 'vitest';
import { components } from '../../../engine/components/registry.ts';
import { familyOf, rankComponents, searchComponents } from '../../../renderer/designer/core/families.ts';
import { freeDrawingName } from '../../../renderer/designer/core/names.ts';

const find = (search: string): string[] =>
  searchComponents(search, ({ name, help }) => [name, help]).flatMap((group) =>
    group.components.map(({ type }) => type),
  );

it('all that can be drawn is found, what only Guidepost makes is not', () => {
  const derived = ['trained-model', 'fitted-transformation'];
  const drawn = components.map(({ type }) => type).filter((type) => !derived.includes(type));
  expect(find('').sort()).toEqual(drawn.sort());
});

it('finds by words of the name, the help and the type', () => {
  expect(find('split')).toContain('split-data');
  expect(find('MISSING data')).toContain('clean-missing-data');
  expect(find('stratum of nothing')).toEqual([]);
  expect(familyOf('score-model')).toBe('score');
  expect(familyOf('unheard-of')).toBe('data');
});

it('what is called so comes before what is explained so', () => {
  const ranked = (search: string): string =>
    rankComponents(
      search,
      ({ name }) => name,
      ({ help }) => help,
    )[0].component.type;
  expect(find('train')[0]).toBe('split-data');
  expect(ranked('train')).toBe('train-model');
  expect(ranked('dataset')).toBe('dataset');
});

it('names of drawings are free, and fit for files', () => {
  expect(freeDrawingName('Loan training: v2!', [])).toBe('loan-training-v2');
  expect(freeDrawingName('Loan', ['loan', 'loan-2'])).toBe('loan-3');
  expect(freeDrawingName('  ', [])).toBe('pipeline');
  expect(freeDrawingName('贷款 管道', [])).toBe('贷款-管道');
});
