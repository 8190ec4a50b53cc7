import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { faultKinds, repairableKinds } from '../../../../electron/contract/fault-kinds.ts';
import { faultFields } from '../../../support/fault-fields.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../../../README.md'), 'utf8');
/** The cells of a table's rows, without the blanks that line them up. */
const rowsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/\s*\|\s*/g, '|').replace(/-{3,}/g, '---'));

it("the README's table of fields is that of the schema", () => {
  const rows = new Set(rowsOf(readme));
  expect(rowsOf(faultFields()).filter((row) => !rows.has(row))).toEqual([]);
});

it("the README's table of kinds has every kind, and says of those that can be repaired by what", () => {
  const found = new Map(
    rowsOf(readme).flatMap((row) => {
      const [, name, , repair] = /^\|`([\w-]+)`\|([^|]+)\|([^|]*)\|$/.exec(row) ?? [];
      return name === undefined || !faultKinds.some((kind) => kind === name) ? [] : [[name, repair]];
    }),
  );
  expect([...found.keys()]).toEqual([...faultKinds]);
  for (const kind of faultKinds) expect(found.get(kind) !== '', kind).toBe(repairableKinds.includes(kind));
});
