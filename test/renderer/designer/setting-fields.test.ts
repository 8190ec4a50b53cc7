import { expect, it } from 'vitest';
import type { Component } from '../../../engine/components/component.ts';
import { components, findComponent } from '../../../engine/components/registry.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import { setSetting } from '../../../renderer/designer/core/commands.ts';
import { isOfSetting, problemsByNode } from '../../../renderer/designer/core/problems.ts';
import { readNumber, settingFields } from '../../../renderer/designer/core/setting-fields.ts';

it('every setting of every component has a field with a title, a description and what it is by default', () => {
  for (const component of components) {
    for (const field of settingFields(component)) {
      const name = `${component.type}.${field.key}`;
      expect(field.title, name).not.toBe(field.key);
      expect(field.description, name).not.toBe('');
      // What is asked for can be answered: only columns of a request are made by Guidepost itself.
      if (field.kind === 'other') expect(component.inputs, name).toEqual({});
    }
  }
});

it('knows kinds and defaults', () => {
  const kinds = (type: string): string[] =>
    settingFields(findComponent(type) as Component).map(({ key, kind }) => `${key}: ${kind}`);
  expect(kinds('split-data')).toEqual([
    'fraction: number',
    'seed: number',
    'stratified: switch',
    'stratificationColumn: column',
  ]);
  expect(kinds('train-model')).toEqual(['label: column', 'positive: class']);
  expect(kinds('clean-missing-data')).toEqual([
    'columns: column-rules',
    'mode: choice',
    'value: value',
    'minimumShare: number',
    'maximumShare: number',
    'columnsWithoutValues: choice',
  ]);
  const [fraction, seed] = settingFields(findComponent('split-data') as Component);
  expect(fraction).toMatchObject({ standard: 0.7 });
  expect(seed).toMatchObject({ standard: 42 });
});

it('what is typed is kept, and the engine says what is wrong with it', () => {
  expect([' 0.7 ', '1e3', '', '0,7', 'x'].map(readNumber)).toEqual([0.7, 1000, undefined, '0,7', 'x']);
  const typed = setSetting(tutorialPipeline(), 'split', 'fraction', readNumber('0,7'));
  const [problem, ...others] = problemsByNode(validatePipeline(typed)).get('split') ?? [];
  expect(others).toEqual([]);
  expect(problem.message).toContain('must be a number, not "0,7"');
  expect(isOfSetting(problem, 'fraction')).toBe(true);
  expect(isOfSetting(problem, 'frac')).toBe(false);
});
