import type { Warning } from '../../warnings.ts';
import type { CategoryColumn } from '../table.ts';
import { count, warning } from './warnings.ts';

const mostSampled = 500;

const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4})([T ]\d{1,2}:\d{2}.*)?$/;
const marked =
  /^[-+]?[$€£¥]?\s?\d{1,3}([,.'’\s]\d{3})+([.,]\d+)?\s?[$€£¥%]?$|^[-+]?([$€£¥]\s?[\d.,]+|[\d.,]+\s?[$€£¥%])$/;
const decimalNumbers = { '.': /^[-+]?\d*\.\d+$/, ',': /^[-+]?\d*,\d+$/ } as const;

/**
 * What is worth knowing of a column that was read as text: that it holds dates, that its numbers are written in a
 * way that is not read, that it is numbers but for a few cells. `isNumber` tells 1 or 0 for each level.
 */
export function textColumn(
  column: CategoryColumn,
  rowNumbers: Uint32Array,
  decimal: '.' | ',',
  isNumber: () => Uint8Array,
): Warning[] {
  const { name, levels } = column;
  const sample = Array.from({ length: Math.min(levels.size, mostSampled) }, (_, code) => levels.at(code));
  const share = (pattern: RegExp): number =>
    sample.filter((text) => pattern.test(text)).length / sample.length;
  if (share(date) > 0.9) {
    return [
      warning(
        'dates-as-text',
        `"${name}" looks like dates. It is text here: each different date stands for itself.`,
        {
          column: name,
        },
      ),
    ];
  }
  const numeric = isNumber();
  const others: string[] = [];
  for (let code = 0; code < levels.size && others.length < mostSampled; code++) {
    if (numeric[code] === 0) others.push(levels.at(code));
  }
  const [example] = others;
  const shareOfOthers = (pattern: RegExp): number =>
    others.filter((text) => pattern.test(text)).length / others.length;
  if (shareOfOthers(marked) > 0.9) {
    return [
      warning(
        'numbers-as-text',
        `"${name}" looks like numbers with thousands separators, a currency or a percent sign ("${example}"). ` +
          'It was read as text. Take the signs out to have numbers.',
        { column: name, example },
      ),
    ];
  }
  const otherMark = decimal === '.' ? ',' : '.';
  if (shareOfOthers(decimalNumbers[otherMark]) === 1) {
    return [
      warning(
        'numbers-as-text',
        `"${name}" holds numbers with a decimal ${decimal === '.' ? 'comma' : 'point'} ("${example}"), but the file's ` +
          `numbers were read with a decimal ${decimal === '.' ? 'point' : 'comma'}. It was read as text. ` +
          `If no number of the file has the other mark, say --decimal ${otherMark}; else write all with the same mark.`,
        { column: name, example },
      ),
    ];
  }
  return mostlyNumbers(column, rowNumbers, numeric);
}

function mostlyNumbers(
  { name, codes, levels }: CategoryColumn,
  rowNumbers: Uint32Array,
  numeric: Uint8Array,
): Warning[] {
  let differentNumbers = 0;
  for (let code = 0; code < numeric.length; code++) differentNumbers += numeric[code];
  if (differentNumbers === 0) return [];
  let numbers = 0;
  let others = 0;
  let first = -1;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code < 0) continue;
    if (numeric[code] === 1) {
      numbers++;
    } else {
      others++;
      if (first < 0) first = i;
    }
  }
  // Few different numbers, such as 0, 1, 2 beside a frequent "3+", are names of classes.
  const areClasses = differentNumbers < 20 && others > 0.01 * numbers;
  if (others === 0 || numbers < 9 * others || areClasses) return [];
  const row = rowNumbers[first];
  const text = levels.at(codes[first]).slice(0, 40);
  // "00501" among numbers, or an id of twenty digits: a column of codes, rightly text.
  if (/^\d+$/.test(text)) return [];
  return [
    warning(
      'mostly-numbers',
      `"${name}" holds ${count(numbers)} numbers and ${others === 1 ? 'one other text' : `${count(others)} other texts`}, ` +
        `the first in row ${row}: "${text}". All of it was read as text. ` +
        `Correct the cell, or say that it is missing: --missing-values "${text.replaceAll(',', '\\,')}".`,
      { column: name, numbers, others, row, text },
    ),
  ];
}
