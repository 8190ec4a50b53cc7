import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toYaml, type YamlMapping } from '../../../engine/export/yaml.ts';
import { hostileNames } from '../../support/random-drawings.ts';

describe('YAML', () => {
  it('reads back as what was written, in both versions', () => {
    const text = fc.oneof(
      fc.constantFrom(
        ...hostileNames,
        'yes',
        'No',
        '1_000',
        '0x1f',
        '1e3',
        '2026-11-26',
        '~',
        '',
        '=',
        '<<',
        '12:30:00',
        '.5',
      ),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.letrec<{ any: unknown; object: Record<string, unknown> }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('any'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        tie('any'),
        { maxKeys: 3 },
      ),
    })).object;
    fc.assert(
      fc.property(value, (written) => {
        const yaml = toYaml(written as YamlMapping);
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(yaml === '' ? '{}' : yaml, { version, merge: false })).toEqual(written);
        }
      }),
      { numRuns: 300 },
    );
  });
});
