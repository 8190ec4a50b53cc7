/** Where on the page an error belongs. */
export type Place = 'table' | 'label' | 'features' | 'split' | 'learner' | 'file' | 'thread';

const places: Readonly<Record<string, Place>> = {
  'label-not-binary': 'label',
  'label-not-number': 'label',
  'label-not-classes': 'label',
  'label-not-numeric': 'label',
  'too-few-classes': 'label',
  'too-many-classes': 'label',
  'positive-not-found': 'label',
  'too-many-strata': 'label',
  'part-empty': 'split',
  'no-rows-to-train': 'split',
  'column-not-found': 'features',
  'column-type-changed': 'features',
  'state-not-json': 'file',
  'state-not-valid': 'file',
  'state-newer': 'file',
  'state-too-large': 'file',
  'wrong-table': 'file',
  'playground-stopped': 'thread',
};

/** The place of an error; what is not known is the learner's. */
export function placeOf(code: string): Place {
  return places[code] ?? 'learner';
}
