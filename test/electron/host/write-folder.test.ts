import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { checkFolder, writeFolder, type FolderKind } from '../../../electron/host/write-folder.ts';
import { temporaryFolder } from '../../support/cli.ts';

const kind: FolderKind = {
  names: ['mark.json', 'other.json'],
  mark: 'mark.json',
  isMark: (text) => /^[a-z0-9]+$/.test(text),
};

function write(folder: string, text: string): void {
  writeFolder(folder, kind, { 'mark.json': text, 'other.json': text });
}

describe('writeFolder', () => {
  it('writes a new folder and replaces an earlier result', () => {
    const parent = temporaryFolder();
    const folder = path.join(parent, 'model');
    write(folder, 'one');
    write(folder, 'two');
    expect(readFileSync(path.join(folder, 'mark.json'), 'utf8')).toBe('two');
    expect(readdirSync(parent)).toEqual(['model']);
  });

  it('takes an empty folder', () => {
    const folder = temporaryFolder();
    write(folder, 'one');
    expect(readdirSync(folder).sort()).toEqual(['mark.json', 'other.json']);
  });

  it('refuses a folder with other things in it, a file, and a place that is not there', () => {
    const folder = temporaryFolder({ 'notes.txt': 'mine' });
    expect(() => write(folder, 'one')).toThrow('holds something else than a saved model');
    expect(() => checkFolder(path.join(folder, 'notes.txt'), kind)).toThrow('cannot be written');
    expect(() => checkFolder(path.join(folder, 'a/b'), kind)).toThrow('cannot be written');
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('refuses to replace a folder in which the user keeps files of their own beside a result', () => {
    const folder = temporaryFolder();
    write(folder, 'one');
    writeFileSync(path.join(folder, 'predict.py'), 'mine');
    expect(() => write(folder, 'two')).toThrow('predict.py');
    expect(readFileSync(path.join(folder, 'predict.py'), 'utf8')).toBe('mine');
  });

  it('refuses to replace a folder whose mark was not written here', () => {
    const folder = temporaryFolder({ 'mark.json': '{"of": "another program"}' });
    expect(() => write(folder, 'one')).toThrow('mark.json');
  });

  it('writes to where a link leads, and leaves the link', () => {
    const parent = temporaryFolder();
    mkdirSync(path.join(parent, 'real'));
    symlinkSync(path.join(parent, 'real'), path.join(parent, 'link'));
    write(path.join(parent, 'link'), 'one');
    expect(lstatSync(path.join(parent, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(parent, 'real/mark.json'), 'utf8')).toBe('one');
  });

  it('leaves alone a folder of the user that is named like what a kill leaves', () => {
    const parent = temporaryFolder();
    const theirs = path.join(parent, `.model.old-${2 ** 22 + 1}`);
    mkdirSync(theirs);
    writeFileSync(path.join(theirs, 'thesis.txt'), 'mine');
    write(path.join(parent, 'model'), 'one');
    expect(readFileSync(path.join(theirs, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('says in a sentence that a name is too long', () => {
    expect(() => write(path.join(temporaryFolder(), 'm'.repeat(250)), 'one')).toThrow('its name is too long');
  });

  it('sweeps away what a killed process left, and puts back what it had moved aside', () => {
    const parent = temporaryFolder();
    // No process has this number.
    const dead = 2 ** 22 + 1;
    mkdirSync(path.join(parent, `.model.new-${dead}`));
    mkdirSync(path.join(parent, `.model.old-${dead}`));
    writeFileSync(path.join(parent, `.model.old-${dead}`, 'mark.json'), 'kept');
    const folder = path.join(parent, 'model');
    expect(() => writeFolder(folder, kind, { 'no/such/place': '' })).toThrow('cannot be written');
    expect(readFileSync(path.join(folder, 'mark.json'), 'utf8')).toBe('kept');
    expect(readdirSync(parent)).toEqual(['model']);
  });

  it('leaves the old or the new folder whole when it is killed at any moment', async () => {
    const parent = temporaryFolder();
    const folder = path.join(parent, 'model');
    const module = path.resolve(import.meta.dirname, '../../../electron/host/write-folder.ts');
    const program = `
      import { writeFolder } from ${JSON.stringify(module)};
      const kind = { names: ['mark.json', 'other.json'], mark: 'mark.json', isMark: () => true };
      for (let round = 0; ; round++) {
        const text = String(round).repeat(20_000);
        writeFolder(${JSON.stringify(folder)}, kind, { 'mark.json': text, 'other.json': text });
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
    write(folder, 'last');
    expect(readdirSync(parent)).toEqual(['model']);
  });
});
