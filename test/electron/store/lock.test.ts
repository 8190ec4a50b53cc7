import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../../electron/store/lock.ts';
import { temporaryFolder } from '../../support/cli.ts';

const file = path.resolve(import.meta.dirname, '../../../electron/store/lock.ts');

/** Several processes that lock a folder at the same moment, and hold it; how many of them have it. */
async function race(folder: string, count: number): Promise<number> {
  const at = Date.now() + 700;
  const code = `import { lockFolder } from ${JSON.stringify(file)};
    while (Date.now() < ${at});
    try { lockFolder(${JSON.stringify(folder)}); console.log('mine'); setTimeout(() => {}, 900); } catch { console.log('not mine'); }`;
  const said = await Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (data: Buffer) => (text += data.toString()));
      await once(child, 'close');
      return text.trim();
    }),
  );
  return said.filter((text) => text === 'mine').length;
}

describe('lockFolder', () => {
  it('gives a folder to one of many that ask at once', async () => {
    for (let round = 0; round < 2; round++) {
      const folder = temporaryFolder();
      expect(await race(folder, 5)).toBe(1);
      // Its holder has died: again one of them takes it over.
      expect(await race(folder, 5)).toBe(1);
    }
  });

  it.for(['{"pid":-1,"started":""}', '{"pid":0,"started":""}', '', 'null', '{'])(
    'takes over a lock that says %j',
    (text) => {
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, 'lock'), text);
      const lock = lockFolder(folder);
      expect(JSON.parse(readFileSync(path.join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
      lock.release();
    },
  );

  it.skipIf(process.platform !== 'linux')('refuses at once where no folder can be', () => {
    expect(() => lockFolder('/proc/guidepost/x')).toThrow(/cannot be written/);
    expect(() => lockFolder('/etc/hostname')).toThrow(/there is a file/);
  });
});
