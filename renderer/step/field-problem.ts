import type { FormField } from '../../electron/contract/session.ts';
import { hostText } from '../parts/host-text.ts';
import { textOf } from '../parts/text-of.ts';
import * as m from '../paraglide/messages.js';

/** What is wrong with the value of a field, as far as that can be seen before Azure is asked. */
export function fieldProblem(field: FormField, value: unknown): string | undefined {
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty) return field.required ? m.field_empty() : undefined;
  if (field.rule && !new RegExp(field.rule.pattern).test(textOf(value))) {
    return m.field_rule({ sentence: hostText(field.rule.sentence) });
  }
  if (field.kind === 'number') {
    const number = Number(value);
    if (!Number.isFinite(number)) return m.field_number();
    if (field.least !== null && number < field.least) return m.field_least({ least: field.least });
    if (field.most !== null && number > field.most) return m.field_most({ most: field.most });
  }
  return undefined;
}
