import { countControls } from './encoding.ts';
import { notCsv } from './errors.ts';

const picture = 'Choose the file that holds the table.';
const workbook = 'In Excel choose File, Save As, "CSV UTF-8".';
const archive = 'Unpack it, and choose the CSV file that it holds.';
const frame = 'Write it as CSV, for example with pandas: to_csv.';

const kinds: readonly (readonly [magic: string, kind: string, hint: string])[] = [
  ['PK\x03\x04', 'an Excel workbook or another zip archive', `${workbook} Unpack an archive first.`],
  ['PK\x05\x06', 'an empty zip archive', 'Choose the file that holds the table.'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook', workbook],
  ['\x89PNG', 'a PNG picture', picture],
  ['\xff\xd8\xff', 'a JPEG picture', picture],
  ['GIF8', 'a GIF picture', picture],
  ['%PDF', 'a PDF document', 'Export the table as CSV where it was made.'],
  ['\x1f\x8b', 'a gzip archive', archive],
  ['BZh', 'a bzip2 archive', archive],
  ['\xfd7zXZ', 'an xz archive', archive],
  ['7z\xbc\xaf', 'a 7-Zip archive', archive],
  ['Rar!\x1a', 'a RAR archive', archive],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive', archive],
  ['PAR1', 'a Parquet file', frame],
  ['ARROW1', 'an Arrow file', frame],
  ['FEA1', 'a Feather file', frame],
  ['\x89HDF', 'an HDF5 file', frame],
  ['Obj\x01', 'an Avro file', frame],
  ['SQLite format 3', 'a SQLite database', 'Export the table as CSV.'],
  ['{\\rtf', 'an RTF document', 'Save it as plain text with one row per line.'],
];

/** Refuses files that their first bytes show to be no text. Error: `not-csv`. */
export function refuseKnownKinds(file: string, sample: Uint8Array): void {
  const head = String.fromCharCode(...sample.subarray(0, 16));
  const known = kinds.find(([magic]) => head.startsWith(magic));
  if (known) throw notCsv(file, known[1], known[2]);
}

/** Refuses text that is evidently something else than a table, and bytes that are no text. Error: `not-csv`. */
export function refuseOtherText(file: string, text: string): void {
  const head = text.slice(0, 4096).trimStart();
  // Some brokers write <DATE>,<TIME> above their columns: a tag alone is no markup yet.
  if (/^<(!doctype|html|\?xml|!--)/i.test(head) || /^<[a-z][^]*<\//i.test(head)) {
    throw notCsv(file, 'a web page or an XML document', 'Download the table itself, as CSV.');
  }
  if (/^(\{\s*["}]|\[\s*([[{"\]]|-?[\d.]+\s*,))/.test(head)) {
    throw notCsv(file, 'a JSON document', 'Write it as CSV, for example with pandas: read_json, to_csv.');
  }
  const zero = text.indexOf('\0');
  const beforeZero = zero < 0 ? head : text.slice(0, zero);
  const controls = countControls(beforeZero);
  // A zero below good lines is a damaged row, which the tokenizer names.
  const isBinary =
    zero < 0 ? controls > 3 && controls > 0.02 * head.length : controls > 0 || !/[\r\n]/.test(beforeZero);
  if (isBinary) {
    throw notCsv(
      file,
      'a binary file',
      'Choose a text file with one row per line. If it is text in UTF-16, say so: --encoding utf-16le.',
    );
  }
}
