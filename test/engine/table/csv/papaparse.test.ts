import papaparse from 'papaparse';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../../engine/random.ts';
import { defaultMissingValues } from '../../../../engine/table/csv/missing.ts';
import { cells, readText } from '../../../support/csv.ts';

const delimiters = [',', ';', '\t', '|'];
const lineEnds = ['\n', '\r\n', '\r'] as const;
const words = [
  'alpha',
  'Beta',
  'naïve',
  '日本',
  '🦉',
  'x y',
  "it's",
  'NA',
  '?',
  'null',
  'Yes',
  '-',
  '007',
  '1e',
  'e5',
  '+',
];

/** A random cell: what it holds, before quoting. */
function randomCell(random: Random, delimiter: string): string {
  switch (random.integer(9)) {
    case 0:
      return '';
    case 1:
      return String(random.integer(100_000) - 50_000);
    case 2:
      return String(random.normal() * 10 ** (random.integer(20) - 10));
    case 3:
      return (random.normal() * 1000).toFixed(random.integer(6));
    case 4:
      return `${words[random.integer(words.length)]}${random.integer(5)}`;
    case 5:
      return words[random.integer(words.length)];
    case 6:
      return `say "${words[random.integer(words.length)]}"`;
    case 7:
      return `${words[random.integer(words.length)]}${delimiter}${random.integer(9)}`;
    default:
      return `line one\nline ${random.integer(3)}`;
  }
}

function write(cell: string, delimiter: string, random: Random): string {
  const needsQuotes = cell.includes('"') || cell.includes(delimiter) || /[\r\n]/.test(cell);
  return needsQuotes || random.next() < 0.1 ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** What a column of papaparse's strings means, written as plainly as possible. */
function interpret(texts: readonly string[]): (number | string | null)[] {
  const missing = new Set<string>(defaultMissingValues);
  const number = /^[-+]?((0|[1-9]\d*)(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;
  const isNumber = (text: string): boolean => number.test(text) && !/^[-+]?\d{16,}$/.test(text);
  const present = texts.filter((text) => !missing.has(text));
  const numeric = present.every((text) => isNumber(text) && Number.isFinite(Number(text)));
  return texts.map((text) => (missing.has(text) ? null : numeric ? Number(text) : text));
}

it('agrees with papaparse on a million fuzzed cells, whatever the size of the pieces', () => {
  let compared = 0;
  for (let seed = 1; compared < 1_000_000; seed++) {
    const random = createRandom(seed);
    const delimiter = delimiters[random.integer(4)];
    const lineEnd = lineEnds[random.integer(3)];
    const columns = 2 + random.integer(12);
    const rows = 1 + random.integer(400);
    // Most columns hold one kind of cell, so that numeric ones are met as well.
    const kinds = Array.from({ length: columns }, () => random.integer(4));
    const header = Array.from({ length: columns }, (_, column) => write(`name ${column}`, delimiter, random));
    const lines = Array.from({ length: rows }, () =>
      kinds.map((kind) => {
        const cell =
          kind === 0
            ? String(random.integer(1000))
            : kind === 1
              ? ['', '1.5', '-2', '3e3', 'NA'][random.integer(5)]
              : randomCell(random, delimiter);
        return write(cell, delimiter, random);
      }),
    );
    const text =
      [header, ...lines].map((line) => line.join(delimiter)).join(lineEnd) + (seed % 2 === 0 ? lineEnd : '');
    const expected = papaparse.parse<string[]>(text, {
      delimiter,
      newline: lineEnd,
      skipEmptyLines: true,
    }).data;
    const body = expected.slice(1);
    while (body.length > 0 && body[body.length - 1].every((cell) => cell === '')) body.pop();
    if (body.length === 0) continue;

    const pieces = [7, 64, 1000, 1 << 16][random.integer(4)];
    const { table } = readText(text, { delimiter, header: true, decimal: '.' }, pieces);
    expect(table.rowCount, `rows of seed ${seed}`).toBe(body.length);
    const found = cells(table);
    for (let column = 0; column < columns; column++) {
      const wanted = interpret(body.map((row) => row[column]));
      for (let row = 0; row < body.length; row++) {
        if (!Object.is(found[row][column], wanted[row])) {
          expect(found[row][column], `seed ${seed}, row ${row + 1}, column ${column + 1}`).toBe(wanted[row]);
        }
      }
    }
    compared += body.length * columns;
  }
  expect(compared).toBeGreaterThanOrEqual(1_000_000);
});
