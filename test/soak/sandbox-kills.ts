// `npm run test:soak`: the local Azure killed at many moments of all kinds of work. Arguments: how many kills, and the
// seed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { killSandbox } from '../support/sandbox-kills.ts';

const [kills = 100, seed = 614] = process.argv.slice(2).map(Number);
const perFolder = 10;
const met = new Map<string, number>();
let total = 0;
let acknowledged = 0;
let left = 0;
let faulty = 0;
const start = performance.now();
for (let round = 0; total < kills; round++) {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-soak-'));
  const result = await killSandbox(folder, Math.min(perFolder, kills - total), seed + round);
  total += result.kills;
  acknowledged += result.acknowledged;
  left += result.leftRunning;
  for (const [name, count] of Object.entries(result.met)) met.set(name, (met.get(name) ?? 0) + count);
  const { lost, halfMade, hanging, orphans, refused } = result;
  const faults = { lost, halfMade, hanging, orphans, refused };
  if (Object.values(faults).every(({ length }) => length === 0)) {
    rmSync(folder, { recursive: true, force: true });
  } else {
    faulty++;
    console.log(JSON.stringify({ folder, seed: seed + round, ...faults }, null, 2));
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${total} kills, ${acknowledged} acknowledged changes, ${faulty} folders with faults, ${seconds} s`,
  );
}
console.log(
  `A command was left running ${left} times. Met by a kill: ${[...met].map(([name, count]) => `${name} ${count}`).join(', ')}.`,
);
process.exitCode = faulty > 0 ? 1 : 0;
