const expressions = {
  any: '[^]+?',
  word: '\\S+',
  omit: '\\S+',
  number: '-?[\\d.,]*\\d|\\?',
  term: '[^]+?',
  text: '[^]+?',
  maybe: '[^]+?',
  list: '[^]+?',
  texts: '[^]+?',
} as const;

/** What stands in a place of a sentence; see `Translator`. */
export type Kind = keyof typeof expressions;

/** A sentence with places for what varies, and its translation. */
export interface Template {
  readonly pattern: RegExp;
  /** What a text must hold to fit. */
  readonly literals: readonly string[];
  readonly kinds: ReadonlyMap<string, Kind>;
  /** How many letters are the sentence's own. */
  readonly weight: number;
  readonly translation: string;
}

/** A place in a sentence: its name and its kind. */
const place = /\{(\w+)(?::(\w+))?\}/;

/** The names of the places that a sentence and its translation share. */
export function placesOf(sentence: string): string[] {
  const places = [...sentence.matchAll(new RegExp(place, 'g'))];
  return places.filter(([, , kind]) => kind !== 'omit').map(([, name]) => name);
}

/** Reads an entry of a catalogue. */
export function parseTemplate([english, translation]: readonly [string, string]): Template {
  const kinds = new Map<string, Kind>();
  const literals: string[] = [];
  let expression = '';
  const parts: readonly (string | undefined)[] = english.split(place);
  for (let index = 0; index < parts.length; index += 3) {
    const [literal = '', name, kind = 'any'] = parts.slice(index, index + 3);
    if (literal !== '') literals.push(literal);
    expression += literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    if (name === undefined) continue;
    if (!isKind(kind)) throw new Error(`No kind of place: ${kind}`);
    expression += kinds.has(name) ? `\\k<${name}>` : `(?<${name}>${expressions[kind]})`;
    if (!kinds.has(name)) kinds.set(name, kind);
  }
  const weight = literals.join('').replace(/\s/g, '').length;
  return { pattern: new RegExp(`^${expression}$`), literals, kinds, weight, translation };
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(expressions, kind);
}

/** A translation with values in its places. */
export function fillPlaces(translation: string, values: Readonly<Record<string, string>>): string {
  return translation
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : values[part]))
    .reduce(besideEachOther, '');
}

const wide = /[\u2018-\u201d\u3000-\u9fff\uff00-\uffef]/;

/** Pieces of a Chinese text side by side: no blank between two Han characters, and no stop twice. */
export function besideEachOther(left: string, right: string): string {
  const before = left.trimEnd();
  const after = right.trimStart();
  const bothWide = wide.test(before.slice(-1)) && wide.test(after.slice(0, 1));
  if (!bothWide && !/^[。！？]/.test(right)) return left + right;
  return after.startsWith('。') ? before.replace(/[.。]$/, '') + after : before + after;
}
