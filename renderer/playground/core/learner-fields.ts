import * as z from 'zod';
import type { Component } from '../../../engine/components/component.ts';

/** A setting of a learner: they are numbers, all of them. */
export interface LearnerField {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly isWhole: boolean;
  readonly least: number | undefined;
  readonly most: number | undefined;
  /** What holds where nothing is set. */
  readonly standard: number;
}

interface NumberProperty {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** The least number that a page offers above a bound which itself is not allowed. */
const justAbove = 1e-9;

/** The settings of a learner, as its schema describes them. */
export function learnerFields({ settings }: Component): LearnerField[] {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([key, property]) => {
    const { type, title = key, description = '', ...bounds } = property as NumberProperty;
    if (type !== 'number' && type !== 'integer') return [];
    const { minimum, exclusiveMinimum, maximum, default: standard } = bounds;
    const isUnbounded = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER;
    return {
      key,
      title,
      description,
      isWhole: type === 'integer',
      least: minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + justAbove),
      most: isUnbounded ? undefined : maximum,
      standard: typeof standard === 'number' ? standard : 0,
    };
  });
}
