import { isUtf8 } from './dictionary.ts';

/** The encodings that are read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The encoding that a file's first bytes show, `utf-8` where they show none, and how long its mark is. */
export function sniffEncoding(sample: Uint8Array): { encoding: Encoding; markLength: number } {
  const [a, b, c] = sample;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markLength: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markLength: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markLength: 2 };
  const beginning = sample.subarray(0, Math.min(sample.length, 4096) & ~1);
  let zeros = 0;
  for (let i = 0; i < beginning.length; i++) if (beginning[i] === 0) zeros++;
  // Delimiters and line ends have a zero each in UTF-16; a stray one among bytes is damage.
  if (zeros > 1 && zeros >= beginning.length / 20) {
    if (isUtf16Text(beginning, 'utf-16le')) return { encoding: 'utf-16le', markLength: 0 };
    if (isUtf16Text(beginning, 'utf-16be')) return { encoding: 'utf-16be', markLength: 0 };
  }
  return { encoding: 'utf-8', markLength: 0 };
}

/** Whether bytes read as UTF-16 give lines of text: the other byte order gives line ends like U+0A00. */
function isUtf16Text(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return /[\r\n]/.test(text) && countControls(text) === 0;
  } catch {
    return false;
  }
}

/** How many characters of a text are such as no text holds. */
export function countControls(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32)) count++;
  }
  return count;
}

/** The same bytes without the first `skip`, and as UTF-8 where they are UTF-16. */
export function* toSingleBytes(
  chunks: Iterable<Uint8Array>,
  encoding: Encoding,
  skip: number,
): Generator<Uint8Array> {
  const decoder = encoding === 'utf-16le' || encoding === 'utf-16be' ? new TextDecoder(encoding) : undefined;
  const encoder = new TextEncoder();
  let left = skip;
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - part.length;
    if (part.length === 0) continue;
    yield decoder ? encoder.encode(decoder.decode(part, { stream: true })) : part;
  }
  const last = decoder?.decode();
  if (last) yield encoder.encode(last);
}

/**
 * The beginning of a file as text. `isWhole` says that nothing follows; else its end may cut a character in two,
 * which does not count against UTF-8. `isLatin1` is true where the bytes are no UTF-8.
 */
export function decodeBeginning(
  bytes: Uint8Array,
  encoding: Encoding,
  isWhole: boolean,
): { text: string; isLatin1: boolean } {
  const isUtf16 = encoding === 'utf-16le' || encoding === 'utf-16be';
  const isLatin1 = encoding === 'windows-1252' || (encoding === 'utf-8' && !isUtf8(bytes, !isWhole));
  const decoder = new TextDecoder(isUtf16 ? encoding : isLatin1 ? 'windows-1252' : 'utf-8', {
    ignoreBOM: true,
  });
  return { text: decoder.decode(bytes, { stream: !isWhole }), isLatin1 };
}
