import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';

const launcher = path.resolve(import.meta.dirname, '../../tools/launch.mjs');
const program = 'console.log(JSON.stringify({ words: process.argv.slice(2), node: process.versions.node }));';

/** A Node older than 24 on this machine's path, to see the launcher bring the newer one. */
function findOldNode(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    if (!existsSync(file)) continue;
    const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout;
    if (Number(/^v(\d+)/.exec(version)?.[1]) < 24) return file;
  }
  return undefined;
}

describe.each([
  ['Node 24', process.execPath],
  ['an older Node', findOldNode()],
])('under %s', (name, node) => {
  if (!node) process.stderr.write(`Skipped: ${name} is not on this machine's path.\n`);

  it.skipIf(!node)('runs a program on Node 24 with its arguments', () => {
    const folder = temporaryFolder({ 'program.ts': `const text: string = 'typed'; void text; ${program}` });
    const { stdout, status } = spawnSync(
      node ?? '',
      [launcher, path.join(folder, 'program.ts'), 'a', '--b', 'c d'],
      {
        encoding: 'utf8',
      },
    );
    const { words, node: version } = JSON.parse(stdout) as { words: string[]; node: string };
    expect([status, words]).toEqual([0, ['a', '--b', 'c d']]);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(24);
  });

  it.skipIf(!node)('passes the exit code on', () => {
    const folder = temporaryFolder({ 'program.ts': 'process.exit(7);' });
    expect(spawnSync(node ?? '', [launcher, path.join(folder, 'program.ts')]).status).toBe(7);
  });

  it.skipIf(!node || process.platform === 'win32')('passes signals on and ends with them', async () => {
    const folder = temporaryFolder({ 'program.ts': "console.log('ready'); setInterval(() => {}, 1000);" });
    const child = spawn(node ?? '', [launcher, path.join(folder, 'program.ts')]);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});

it('says how it is used', () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, 'Usage: node tools/launch.mjs PROGRAM.ts [arguments]\n']);
});
