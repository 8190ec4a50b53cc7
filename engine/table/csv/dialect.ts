import type { Encoding } from './encoding.ts';
import { defaultMissingValues } from './missing.ts';

/** How a file writes its table. */
export interface Dialect {
  /** One character; a blank means runs of blanks. */
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
  readonly decimal: '.' | ',';
  readonly encoding: Encoding;
  readonly lineEnd: '\n' | '\r\n' | '\r';
}

/** The first records of a file, cut into cells; a cell knows whether it was quoted. */
export interface SampleCell {
  readonly text: string;
  readonly quoted: boolean;
  /** Whether text follows the closing quote. */
  readonly broken?: boolean;
}

const candidates = [',', ';', '\t', '|', ' '] as const;
const mostRecords = 400;

/** Cuts the beginning of a text into records; the last one counts only where the text ends with it (`whole`). */
export function splitSample(text: string, delimiter: string, quote: string, whole: boolean): SampleCell[][] {
  const blanks = delimiter === ' ';
  const records: SampleCell[][] = [];
  let record: SampleCell[] = [];
  let position = 0;
  const isLineEnd = (char: string): boolean => char === '\n' || char === '\r';
  const skipBlanks = (): void => {
    while (text[position] === ' ' || (text[position] === '\t' && delimiter !== '\t')) position++;
  };
  while (position < text.length && records.length < mostRecords) {
    skipBlanks();
    let cell: SampleCell;
    if (text[position] === quote) {
      let value = '';
      position++;
      for (;;) {
        const close = text.indexOf(quote, position);
        if (close < 0) return records;
        value += text.slice(position, close);
        position = close + 1;
        if (text[position] !== quote) break;
        value += quote;
        position++;
      }
      let broken = false;
      while (position < text.length && text[position] !== delimiter && !isLineEnd(text[position])) {
        broken ||= text[position] !== ' ' && text[position] !== '\t';
        position++;
      }
      cell = { text: value, quoted: true, broken };
    } else {
      const start = position;
      while (position < text.length && text[position] !== delimiter && !isLineEnd(text[position])) position++;
      cell = { text: text.slice(start, position).trimEnd(), quoted: false };
    }
    if (blanks) skipBlanks();
    record.push(cell);
    if (position < text.length && text[position] === delimiter && !blanks) {
      position++;
      // A delimiter at the very end has an empty cell behind it.
      if (position === text.length) record.push({ text: '', quoted: false });
      continue;
    }
    if (position < text.length && !isLineEnd(text[position])) continue;
    const ended = position < text.length || whole;
    if (text[position] === '\r' && text[position + 1] === '\n') position++;
    position++;
    const blank = record.length === 1 && record[0].text === '' && !record[0].quoted;
    if (ended && !blank) records.push(record);
    record = [];
  }
  if (whole && record.length > 0 && records.length < mostRecords) records.push(record);
  return records;
}

/** The delimiter under which the sample's records have equally many cells that look like single values. */
export function sniffDelimiter(text: string, quote: string, whole: boolean): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of candidates) {
    const records = splitSample(text, delimiter, quote, whole);
    if (records.length === 0) continue;
    const counts = new Map<number, number>();
    for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
    const [cells, share] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
    if (cells < 2) continue;
    // R writes no name above the row names: its header is one cell short.
    const shortHeader = records.length > 2 && records[0].length === cells - 1 ? 1 : 0;
    const consistency = (share + shortHeader) / records.length;
    const isProse = records[0].length === 1 || consistency < 0.95 || !hasNumberColumn(records, cells);
    if (delimiter === ' ' && isProse) continue;
    // Of two delimiters that cut equally well, the one that leaves no other delimiter inside the cells.
    const score = consistency * consistency * cleanShare(records) * (1 + 0.01 * Math.min(cells, 20));
    if (score > bestScore + 1e-9) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

function cleanShare(records: readonly (readonly SampleCell[])[]): number {
  let clean = 0;
  let all = 0;
  for (const record of records) {
    for (const { text, quoted, broken } of record) {
      all++;
      if (broken) continue;
      if (quoted || /^[-+]?\d+([.,]\d+)?$/.test(text) || !/[,;\t|]/.test(text)) clean++;
    }
  }
  return clean / all;
}

function hasNumberColumn(records: readonly (readonly SampleCell[])[], cells: number): boolean {
  for (let column = 0; column < cells; column++) {
    const values = records.slice(1).map((record) => record[column]?.text ?? '');
    if (values.some(isNumeral) && values.every((text) => isNumeral(text) || isMissing(text))) return true;
  }
  return false;
}

const isNumeral = (text: string): boolean => /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(text);
const isMissing = (text: string): boolean => (defaultMissingValues as readonly string[]).includes(text);

/**
 * The decimal mark: a comma where numbers are written with one and none with a point. `example` is a number whose
 * comma may separate thousands as well.
 */
export function sniffDecimal(
  records: readonly (readonly SampleCell[])[],
  delimiter: string,
): { decimal: '.' | ','; example?: string } {
  let example = '';
  let commas = 0;
  let plainCommas = 0;
  let points = 0;
  for (const record of records) {
    for (const { text } of record) {
      if (/^[-+]?\d*,\d+(e[-+]?\d+)?$/i.test(text)) {
        commas++;
        // "1,234" may be one thousand two hundred and thirty-four.
        if (!/^[-+]?[1-9]\d{0,2},\d{3}$/.test(text)) plainCommas++;
        else example ||= text;
      } else if (/^[-+]?\d*\.\d+(e[-+]?\d+)?$/i.test(text)) {
        points++;
      }
    }
  }
  if (points > 0 || commas === 0) return { decimal: '.' };
  if (plainCommas > 0) return { decimal: ',' };
  return delimiter === ',' ? { decimal: '.' } : { decimal: ',', example };
}

/** The line end of a text: the first one that stands there. */
export function sniffLineEnd(text: string): '\n' | '\r\n' | '\r' {
  const end = /\r\n|\n|\r/.exec(text)?.[0];
  return end === '\r\n' || end === '\r' ? end : '\n';
}

const isYear = (text: string): boolean => /^(18|19|20)\d\d$/.test(text);

/** Whether the first record names the columns: no cell of it is a number or missing where the column has numbers. */
export function sniffHeader(
  records: readonly (readonly SampleCell[])[],
  decimal: '.' | ',',
  expected: readonly string[],
): boolean {
  const [first, ...rest] = records;
  if (first.some(({ text }) => expected.includes(text))) return true;
  const isNumber = (text: string): boolean =>
    (decimal === '.' ? /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i : /^[-+]?(\d+,?\d*|,\d+)(e[-+]?\d+)?$/i).test(
      text,
    );
  // Years stand above numbers as names.
  const numbersAbove = first.map(({ text }) => text).filter(isNumber);
  const years =
    new Set(numbersAbove).size === numbersAbove.length && numbersAbove.every((text) => isYear(text));
  let evidence = 0;
  first.forEach(({ text }, column) => {
    const values = rest.map((record) => record[column]?.text ?? '').filter((value) => !isMissing(value));
    const numbers = values.length > 0 && values.every(isNumber);
    if (isNumber(text)) {
      evidence += years && numbers && !values.every(isYear) ? 1 : -2;
    } else if (text !== '' && numbers) {
      evidence += 2;
    } else if (text !== '' && values.includes(text)) {
      evidence -= 2;
    }
  });
  if (evidence !== 0) return evidence > 0;
  const names = first.map(({ text }) => text).filter((text) => text !== '');
  return names.length > 0 && new Set(names).size === names.length && !names.some(isNumber);
}
