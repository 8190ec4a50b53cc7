// `npm run test:soak`: the app killed in the middle of uploads, jobs and deployments. Arguments: how many kills of
// each, and the seed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createRandom } from '../../engine/random.ts';
import { killings, killSession } from '../support/session-kills.ts';

const [kills = 30, seed = 614] = process.argv.slice(2).map(Number);
const random = createRandom(seed);
let faulty = 0;
for (const [name, killing] of Object.entries(killings)) {
  const start = performance.now();
  for (let count = 0; count < kills; count++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-soak-'));
    const moment = random.next();
    const faults = await killSession(folder, killing, moment);
    if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
    else {
      faulty++;
      console.log(JSON.stringify({ folder, killing: name, moment, faults }, null, 2));
    }
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${kills} kills in the middle of the ${name}, ${faulty} with faults so far, ${seconds} s`);
}
process.exitCode = faulty > 0 ? 1 : 0;
