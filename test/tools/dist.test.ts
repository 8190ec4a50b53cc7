import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';

const program = path.resolve(import.meta.dirname, '../../tools/dist.ts');
const installed = path.resolve(import.meta.dirname, '../../node_modules/electron/dist');

/** Runs `npm run dist` with words that it has to refuse. */
function refused(...words: string[]): string[] {
  const out = path.join(temporaryFolder(), 'package');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--out', out, ...words], {
    encoding: 'utf8',
  });
  expect([status, stdout, existsSync(out)]).toEqual([1, '', false]);
  return stderr.trim().split('\n');
}

describe('npm run dist', () => {
  it('says in one sentence what is wrong with its words', () => {
    const folder = path.join(temporaryFolder(), 'nothing-here');
    expect(refused('--electron', folder)).toEqual([
      `There is no folder ${folder}: --electron wants a folder with an unpacked Electron.`,
    ]);
    expect(refused('--arch', 'mips')).toEqual(['--arch is x64 or arm64, not mips.']);
    expect(refused('--installer')[0]).toContain("'--installer'");
  });

  it.skipIf(existsSync(installed))('says how Electron is had where it is not installed', () => {
    const [sentence, ...more] = refused();
    expect(sentence).toMatch(/^Electron’s runtime is not installed: .*ELECTRON_MIRROR.* --electron DIR\.$/);
    expect(more).toEqual([]);
  });
});
