// `npm run test:soak`: the lesson killed at many moments. Arguments: how many kills, and the seed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { killLesson } from '../support/lesson-kills.ts';

const [kills = 100, seed = 614] = process.argv.slice(2).map(Number);
const perLesson = 10;
let total = 0;
let faults = 0;
const start = performance.now();
for (let lesson = 0; total < kills; lesson++) {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-soak-'));
  const result = await killLesson(folder, Math.min(perLesson, kills - total), seed + lesson);
  total += result.kills;
  const isGood =
    result.code === 0 && result.lost.length + result.failures.length + result.remaining.length === 0;
  if (isGood) rmSync(folder, { recursive: true, force: true });
  else {
    faults++;
    console.log(JSON.stringify({ folder, seed: seed + lesson, ...result }, null, 2));
  }
  console.log(
    `${total} kills, ${faults} lessons with faults, ${Math.round((performance.now() - start) / 1000)} s`,
  );
}
process.exitCode = faults > 0 ? 1 : 0;
