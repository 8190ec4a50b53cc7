import { findComponent } from '../../../engine/components/registry.ts';
import type { ShapeName } from '../../../engine/playground/shapes.ts';
import type { Task } from '../../../engine/train/learner.ts';
import * as m from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import { hostText } from '../../parts/host-text.ts';
import type { FeatureNote } from './defaults.ts';
import type { Seen } from './seen.ts';

/** What a shape is called. */
export function shapeWord(shape: ShapeName): string {
  return m[`playground_shape_${shape}`]();
}

/** What a learner is called, as in the designer. */
export function learnerTitle(component: string): string {
  return hostText(findComponent(component)?.name ?? component);
}

/** What is predicted, in a word or two. */
export function taskWord(task: Task): string {
  return m[`playground_task_${task}`]();
}

/** Why a column makes a poor feature. */
export function noteWord(note: FeatureNote): string {
  return m[`playground_note_${note.replaceAll('-', '_') as 'id'}`]();
}

/** What is to be seen in a run, in a sentence. */
export function seenSentence(seen: Seen, step: number): string {
  switch (seen) {
    case 'learns-by-heart':
      return m.playground_seen_learns_by_heart({ step: formatCount(step) });
    case 'no-better-than-baseline':
      return m.playground_seen_no_better();
    case 'still-learning':
      return m.playground_seen_still_learning();
    case 'gap':
      return m.playground_seen_gap();
    case 'even':
      return m.playground_seen_even();
  }
}

/** A whole number with its separators. */
export function formatCount(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 0 }).format(value);
}

/** A share as a percentage with one digit. */
export function formatShare(share: number): string {
  return new Intl.NumberFormat(getLocale(), {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

/** A loss or an error with four digits. */
export function formatFigure(value: number): string {
  return new Intl.NumberFormat(getLocale(), {
    minimumSignificantDigits: 4,
    maximumSignificantDigits: 4,
  }).format(value);
}

/** A number as it is written in a sentence. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 6 }).format(value);
}

/** A spread or a time with two digits. */
export function formatDeviation(value: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 2 }).format(value);
}
