import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { checkFolder, writeFolder } from '../../../electron/host/write-folder.ts';
import { temporaryFolder } from '../../support/cli.ts';

const content = (text: string): Parameters<typeof writeFolder>[1] => ({
  mark: 'mark.json',
  files: { 'mark.json': text, 'other.json': text },
});

describe('writeFolder', () => {
  it('writes a new folder and replaces an earlier result', () => {
    const parent = temporaryFolder();
    const folder = path.join(parent, 'model');
    writeFolder(folder, content('one'));
    writeFolder(folder, content('two'));
    expect(readFileSync(path.join(folder, 'mark.json'), 'utf8')).toBe('two');
    expect(readdirSync(parent)).toEqual(['model']);
  });

  it('takes an empty folder', () => {
    const folder = temporaryFolder();
    writeFolder(folder, content('one'));
    expect(readdirSync(folder).sort()).toEqual(['mark.json', 'other.json']);
  });

  it('refuses a folder with other things in it, a file, and a place that is not there', () => {
    const folder = temporaryFolder({ 'notes.txt': 'mine' });
    expect(() => writeFolder(folder, content('one'))).toThrow('holds something else than a saved model');
    expect(() => checkFolder(path.join(folder, 'notes.txt'), 'mark.json')).toThrow('cannot be written');
    expect(() => checkFolder(path.join(folder, 'a/b'), 'mark.json')).toThrow('cannot be written');
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('sweeps away what a killed process left, and puts back what it had moved aside', () => {
    const parent = temporaryFolder();
    // No process has this number.
    const dead = 2 ** 22 + 1;
    mkdirSync(path.join(parent, `.model.new-${dead}`));
    mkdirSync(path.join(parent, `.model.old-${dead}`));
    writeFileSync(path.join(parent, `.model.old-${dead}`, 'mark.json'), 'kept');
    const folder = path.join(parent, 'model');
    expect(() => writeFolder(folder, { mark: 'mark.json', files: { 'no/such/place': '' } })).toThrow(
      'cannot be written',
    );
    expect(readFileSync(path.join(folder, 'mark.json'), 'utf8')).toBe('kept');
    expect(readdirSync(parent)).toEqual(['model']);
  });

  it('leaves the old or the new folder whole when it is killed at any moment', async () => {
    const parent = temporaryFolder();
    const folder = path.join(parent, 'model');
    const module = path.resolve(import.meta.dirname, '../../../electron/host/write-folder.ts');
    const program = `
      import { writeFolder } from ${JSON.stringify(module)};
      for (let round = 0; ; round++) {
        const text = String(round).repeat(20_000);
        writeFolder(${JSON.stringify(folder)}, { mark: 'mark.json', files: { 'mark.json': text, 'other.json': text } });
        if (round === 0) console.log('first');
      }`;
    for (let kill = 0; kill < 12; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      // A different moment each time: as long as it takes to count that far.
      for (let i = 0; i < kill * 1e6; i++) Math.sqrt(i);
      child.kill('SIGKILL');
      await once(child, 'exit');
      // The next write first puts things in order, then does its own.
      const leftovers = readdirSync(parent).filter((name) => name !== 'model');
      expect(leftovers.length).toBeLessThanOrEqual(2);
      const whole = existsSync(folder)
        ? folder
        : path.join(parent, leftovers.find((name) => name.includes('old')) ?? '');
      const [mark, other] = ['mark.json', 'other.json'].map((name) =>
        readFileSync(path.join(whole, name), 'utf8'),
      );
      expect(mark).toBe(other);
    }
    writeFolder(folder, content('last'));
    expect(readdirSync(parent)).toEqual(['model']);
  });
});
