import process from 'node:process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { killSandbox } from '../../support/sandbox-kills.ts';

const kills = 8;
const seed = 614;
const windows = process.platform === 'win32' ? ' (skipped: its commands are those of a POSIX shell)' : '';

it.skipIf(windows !== '')(
  `what was acknowledged outlives a kill at any of ${kills} moments, and nothing is left half done${windows}`,
  { timeout: 600_000 },
  async () => {
    const { met, acknowledged, ...found } = await killSandbox(temporaryFolder(), kills, seed);
    expect(found).toEqual({ kills, lost: [], halfMade: [], hanging: [], orphans: [], refused: [] });
    console.log(
      `${kills} kills, ${acknowledged} acknowledged changes; met by a kill: ${Object.keys(met).join(', ')}.`,
    );
    expect(acknowledged).toBeGreaterThan(8 * kills);
  },
);
