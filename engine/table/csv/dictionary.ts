import { createLevels, type Levels } from '../levels.ts';
import { parseNumber } from './numbers.ts';

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

/** The text of bytes: UTF-8, or windows-1252 (which every byte has a meaning in). */
export function decodeBytes(bytes: Uint8Array, encoding: 'utf-8' | 'windows-1252'): string {
  let decoder = decoders.get(encoding);
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { ignoreBOM: true })));
  return decoder.decode(bytes);
}

/** Whether bytes are valid UTF-8; where more is to follow (`stream`), their end may cut a character. */
export function isUtf8(bytes: Uint8Array, stream = false): boolean {
  if (isAscii(bytes)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] >= 0x80) return false;
  return true;
}

/** Bytes, and a view of the same bytes that reads four at once. */
export interface Cells {
  readonly buffer: Uint8Array;
  readonly view: DataView;
}

/** Bytes as cells. */
export function cellsOf(buffer: Uint8Array): Cells {
  return { buffer, view: new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength) };
}

/** Beyond this many levels a guess is seldom right. */
const mostGuessed = 512;
/** A search that takes more steps than this is no accident. */
const mostSteps = 200;

/**
 * The distinct cells of a text column, as bytes one after the other. A cell gets the code of its first equal;
 * texts are decoded only when somebody asks for them, so a million ids cost their bytes and no strings.
 */
export class Dictionary {
  private bytes = new Uint8Array(1 << 10);
  private view = new DataView(this.bytes.buffer);
  private starts = new Uint32Array(1 << 6);
  private hashes = new Uint32Array(1 << 6);
  private slots = new Int32Array(1 << 7).fill(-1);
  private readonly guesses = new Int32Array(256).fill(-1);
  /** All bytes or-ed together: below 0x80 where all levels are ASCII. */
  private allBits = 0;
  /** How many slots the last search looked at. */
  private steps = 0;
  private isScattered = false;
  size = 0;

  /** The code of the cell `buffer[start … end)`, a new one where it is the first of its kind. */
  add(cells: Cells, start: number, end: number): number {
    const { buffer } = cells;
    // Most cells are one of few short words: their length and outer bytes tell which one it may be.
    const key = ((end - start) * 29 + buffer[start] * 7 + buffer[end - 1] * 3) & 255;
    const guess = this.size <= mostGuessed ? this.guesses[key] : -1;
    if (guess >= 0 && this.equals(guess, cells, start, end)) return guess;
    const hash = this.hash(buffer, start, end);
    const slot = this.find(hash, cells, start, end);
    let code = this.slots[slot];
    if (code < 0) {
      this.slots[slot] = this.size;
      code = this.append(hash, buffer, start, end);
      if (this.steps > mostSteps && !this.isScattered) this.scatter();
    }
    this.guesses[key] = code;
    return code;
  }

  /** Whether the cell `buffer[start … end)` is one of the levels. */
  has(cells: Cells, start: number, end: number): boolean {
    return this.slots[this.find(this.hash(cells.buffer, start, end), cells, start, end)] >= 0;
  }

  /** The slot that holds the cell's code, or the empty one where it belongs. */
  private find(hash: number, cells: Cells, start: number, end: number): number {
    const { slots, hashes } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let step = 1; ; step++) {
      const code = slots[slot];
      if (code < 0 || (hashes[code] === hash && this.equals(code, cells, start, end))) {
        this.steps = step;
        return slot;
      }
      slot = (slot + step) & mask;
    }
  }

  /** Whether a level is the cell `start … end`. */
  equals(code: number, cells: Cells, start: number, end: number): boolean {
    const first = this.starts[code];
    const last = this.starts[code + 1];
    const length = end - start;
    if (last - first !== length) return false;
    const { view } = cells;
    const { view: own } = this;
    if (length >= 4) {
      // Four bytes at a time; the last four may overlap those before.
      if (view.getInt32(end - 4) !== own.getInt32(last - 4)) return false;
      for (let i = 0; i < length - 4; i += 4) {
        if (view.getInt32(start + i) !== own.getInt32(first + i)) return false;
      }
      return true;
    }
    const { buffer } = cells;
    for (let i = 0; i < length; i++) if (buffer[start + i] !== this.bytes[first + i]) return false;
    return true;
  }

  private append(hash: number, buffer: Uint8Array, start: number, end: number): number {
    const code = this.size++;
    const first = this.starts[code];
    const last = first + end - start;
    if (last > this.bytes.length) {
      const grown = new Uint8Array(Math.max(last, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, first));
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    const { bytes } = this;
    let all = 0;
    for (let i = start, j = first; i < end; i++, j++) {
      bytes[j] = buffer[i];
      all |= buffer[i];
    }
    this.allBits |= all;
    if (code + 2 > this.starts.length) {
      this.starts = grow(this.starts);
      this.hashes = grow(this.hashes);
    }
    this.starts[code + 1] = last;
    this.hashes[code] = hash;
    if (this.size * 2 > this.slots.length) this.fillSlots(this.slots.length * 2);
    return code;
  }

  private hash(buffer: Uint8Array, start: number, end: number): number {
    return this.isScattered ? scatteringHash(buffer, start, end) : neighbourlyHash(buffer, start, end);
  }

  /** Gives all levels hashes of the other kind, once, where too many fell on the same slots. */
  private scatter(): void {
    this.isScattered = true;
    for (let code = 0; code < this.size; code++) {
      this.hashes[code] = this.hash(this.bytes, this.starts[code], this.starts[code + 1]);
    }
    this.fillSlots(this.slots.length);
  }

  private fillSlots(length: number): void {
    const slots = new Int32Array(length).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = this.hashes[code] & mask;
      for (let step = 1; slots[slot] >= 0; step++) slot = (slot + step) & mask;
      slots[slot] = code;
    }
    this.slots = slots;
  }

  /** How many bytes a level has. */
  levelLength(code: number): number {
    return this.starts[code + 1] - this.starts[code];
  }

  /** Which levels are numbers: 1 or 0 for each code. */
  numericLevels(decimal: number): Uint8Array {
    const { bytes, starts } = this;
    const numeric = new Uint8Array(this.size);
    for (let code = 0; code < numeric.length; code++) {
      const value = parseNumber(bytes, starts[code], starts[code + 1], decimal);
      if (!Number.isNaN(value)) numeric[code] = 1;
    }
    return numeric;
  }

  /** The bytes of one level. */
  levelBytes(code: number): Uint8Array {
    return this.bytes.subarray(this.starts[code], this.starts[code + 1]);
  }

  /** Whether all levels together are valid UTF-8. */
  isUtf8(): boolean {
    if (this.allBits < 0x80) return true;
    for (let code = 0; code < this.size; code++) if (!isUtf8(this.levelBytes(code))) return false;
    return true;
  }

  /** The levels as texts in an encoding; what served only the reading is given up. */
  finish(encoding: 'utf-8' | 'windows-1252'): Levels {
    if (this.size <= 1024) {
      const text =
        this.allBits < 0x80 ? decodeBytes(this.bytes.subarray(0, this.starts[this.size]), encoding) : '';
      const levelAt = (code: number): string =>
        // Of ASCII, bytes and characters are the same: one call decodes all levels.
        text
          ? text.slice(this.starts[code], this.starts[code + 1])
          : decodeBytes(this.levelBytes(code), encoding);
      return createLevels(Array.from({ length: this.size }, (_, code) => levelAt(code)));
    }
    const bytes = (this.bytes = this.bytes.slice(0, this.starts[this.size]));
    const starts = (this.starts = this.starts.slice(0, this.size + 1));
    this.slots = new Int32Array(0);
    this.hashes = new Uint32Array(0);
    const at = (code: number): string =>
      decodeBytes(bytes.subarray(starts[code], starts[code + 1]), encoding);
    const { size } = this;
    let codes: Map<string, number> | undefined;
    return {
      size,
      at,
      indexOf(text) {
        codes ??= new Map(Array.from({ length: size }, (_, code) => [at(code), code]));
        return codes.get(text) ?? -1;
      },
    };
  }
}

/**
 * A polynomial of the bytes. Ids that count upwards fall on neighbouring slots, which the processor's cache likes
 * three times better than slots all over the table.
 */
function neighbourlyHash(buffer: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + buffer[i]) | 0;
  return (hash ^ (hash >>> 20)) >>> 0;
}

/** Spreads any texts over all slots, also those that were made to collide (in the manner of MurmurHash, Appleby 2008). */
function scatteringHash(buffer: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ buffer[i], 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function grow(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(array.length * 2);
  grown.set(array);
  return grown;
}
