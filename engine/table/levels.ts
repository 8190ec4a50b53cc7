/** Integers of the narrowest kind that holds a column's codes. */
export type Codes = Int8Array | Int16Array | Int32Array;

/** The dictionary of a category column: `at(code)` is the text of a code in `0 … size - 1`. */
export interface Levels {
  readonly size: number;
  at(code: number): string;
  /** The code of a text, or -1. */
  indexOf(text: string): number;
}

/** A dictionary of the given texts, which must differ; code `i` is `texts[i]`. */
export function createLevels(texts: readonly string[]): Levels {
  let codes: Map<string, number> | undefined;
  return {
    size: texts.length,
    at: (code) => texts[code],
    indexOf: (text) => (codes ??= new Map(texts.map((level, code) => [level, code]))).get(text) ?? -1,
  };
}

/** All texts of a dictionary in code order. */
export function levelTexts(levels: Levels): string[] {
  return Array.from({ length: levels.size }, (_, code) => levels.at(code));
}

/** An array for `length` codes below `levelCount`, of the narrowest integers that hold them and -1. */
export function createCodes(length: number, levelCount: number): Codes {
  if (levelCount <= 0x80) return new Int8Array(length);
  return levelCount <= 0x8000 ? new Int16Array(length) : new Int32Array(length);
}

/** The order of two texts by code point, which is how Python and scikit-learn sort labels and categories. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    // UTF-16 puts surrogates before U+E000…U+FFFF, code points do not.
    const leftSurrogate = left >= 0xd800 && left <= 0xdfff;
    const rightSurrogate = right >= 0xd800 && right <= 0xdfff;
    if (leftSurrogate !== rightSurrogate) return leftSurrogate ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** A category column made of texts; `null` is missing. Levels are in the order of their first appearance. */
export function encodeTexts(texts: readonly (string | null)[]): { codes: Codes; levels: Levels } {
  const seen = new Map<string, number>();
  for (const text of texts) if (text !== null && !seen.has(text)) seen.set(text, seen.size);
  const codes = createCodes(texts.length, seen.size);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    codes[i] = text === null ? -1 : (seen.get(text) ?? -1);
  }
  return { codes, levels: createLevels([...seen.keys()]) };
}
