import { notCsv } from './errors.ts';

/** The encodings that are read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The encoding that a file's first bytes show, `utf-8` where they show none, and how long its mark is. */
export function sniffEncoding(sample: Uint8Array): { encoding: Encoding; markLength: number } {
  const [a, b, c] = sample;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', markLength: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', markLength: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', markLength: 2 };
  // Latin text in UTF-16 has a zero in every second byte.
  const zeros = [0, 0];
  const length = Math.min(sample.length, 1024) & ~1;
  for (let i = 0; i < length; i++) if (sample[i] === 0) zeros[i & 1]++;
  const most = 0.7 * (length / 2);
  if (length >= 4 && zeros[1] > most && zeros[0] === 0) return { encoding: 'utf-16le', markLength: 0 };
  if (length >= 4 && zeros[0] > most && zeros[1] === 0) return { encoding: 'utf-16be', markLength: 0 };
  return { encoding: 'utf-8', markLength: 0 };
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

const kinds: readonly { readonly magic: string; readonly kind: string; readonly hint: string }[] = [
  {
    magic: 'PK\x03\x04',
    kind: 'an Excel workbook or another zip archive',
    hint: 'In Excel choose File, Save As, "CSV UTF-8". Unpack an archive first.',
  },
  {
    magic: '\xd0\xcf\x11\xe0',
    kind: 'an old Excel workbook',
    hint: 'In Excel choose File, Save As, "CSV UTF-8".',
  },
  { magic: '\x89PNG', kind: 'a PNG picture', hint: 'Choose the file that holds the table.' },
  { magic: '\xff\xd8\xff', kind: 'a JPEG picture', hint: 'Choose the file that holds the table.' },
  { magic: 'GIF8', kind: 'a GIF picture', hint: 'Choose the file that holds the table.' },
  { magic: '%PDF', kind: 'a PDF document', hint: 'Export the table as CSV where it was made.' },
  { magic: '\x1f\x8b', kind: 'a gzip archive', hint: 'Unpack it, and choose the CSV file that it holds.' },
  { magic: 'BZh', kind: 'a bzip2 archive', hint: 'Unpack it, and choose the CSV file that it holds.' },
  { magic: '\xfd7zXZ', kind: 'an xz archive', hint: 'Unpack it, and choose the CSV file that it holds.' },
  { magic: '7z\xbc\xaf', kind: 'a 7-Zip archive', hint: 'Unpack it, and choose the CSV file that it holds.' },
  { magic: 'PAR1', kind: 'a Parquet file', hint: 'Write it as CSV, for example with pandas: to_csv.' },
  { magic: 'ARROW1', kind: 'an Arrow file', hint: 'Write it as CSV, for example with pandas: to_csv.' },
  { magic: 'SQLite format 3', kind: 'a SQLite database', hint: 'Export the table as CSV.' },
  { magic: '{\\rtf', kind: 'an RTF document', hint: 'Save it as plain text with one row per line.' },
];

/** Refuses what is evidently no text with delimiters. Error: `not-csv`. */
export function refuseOtherKinds(file: string, sample: Uint8Array, encoding: Encoding): void {
  let head = '';
  for (let i = 0; i < Math.min(sample.length, 256); i++) head += String.fromCharCode(sample[i]);
  const known = kinds.find(({ magic }) => head.startsWith(magic));
  if (known) throw notCsv(file, known.kind, known.hint);
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype|html|\?xml)/i.test(text)) {
    throw notCsv(file, 'a web page or an XML document', 'Download the table itself, as CSV.');
  }
  if (/^(\{\s*"|\[\s*[[{"\d])/.test(text)) {
    throw notCsv(file, 'a JSON document', 'Write it as CSV, for example with pandas: read_json, to_csv.');
  }
  if (encoding !== 'utf-8' && encoding !== 'windows-1252') return;
  if (sample.includes(0)) {
    throw notCsv(file, 'a binary file', 'Choose a text file with one row per line.');
  }
}
