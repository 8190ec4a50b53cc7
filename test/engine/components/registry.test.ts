import { describe, expect, it } from 'vitest';
import { components, findComponent } from '../../../engine/components/registry.ts';

describe.each(components.map((component) => [component.type, component] as const))(
  '%s',
  (type, component) => {
    it('is found by its type', () => {
      expect(findComponent(type)).toBe(component);
    });

    it('explains itself, its ports and its settings in sentences', () => {
      const ports = [...Object.values(component.inputs), ...Object.values(component.outputs)];
      for (const help of [component.help, ...ports.map((port) => port.help)])
        expect(help).toMatch(/^[A-Z].*[.]$/);
      for (const [name, field] of Object.entries(component.settings.shape)) {
        expect(field.meta()?.title, name).toMatch(/^[A-Z]/);
        expect(field.meta()?.description, name).toMatch(/^[A-Z].*[.]$/);
      }
    });

    it('refuses a setting that it does not know', () => {
      const result = component.settings.safeParse({ 'no such setting': 1 });
      expect(result.error?.issues.map(({ code }) => code)).toContain('unrecognized_keys');
    });

    it('has a default for each setting that need not be chosen', () => {
      const { error } = component.settings.safeParse({});
      const chosen = error?.issues.map(({ path }) => path.join('.'));
      expect(chosen ?? []).toEqual(
        { 'trained-model': ['model'], 'fitted-transformation': ['transformation'], 'train-model': ['label'] }[
          type
        ] ?? [],
      );
    });
  },
);
