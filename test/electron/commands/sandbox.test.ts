import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli, startCli, temporaryFolder } from '../../support/cli.ts';

const root = path.resolve(import.meta.dirname, '../../..');

interface Facts {
  readonly address: string;
  readonly blobAddress: string;
  readonly subscription: string;
  readonly folder: string;
  readonly pid: number;
}

/** What a started sandbox prints with --json. */
async function readFacts(child: ChildProcess): Promise<Facts> {
  let text = '';
  for await (const part of child.stdout as AsyncIterable<Buffer>) {
    text += part.toString();
    if (text.includes('\n')) break;
  }
  return JSON.parse(text) as Facts;
}

async function startSandbox(...words: string[]): Promise<{ child: ChildProcess; facts: Facts }> {
  const child = startCli(temporaryFolder(), 'sandbox', '--json', ...words);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, facts: await readFacts(child) };
}

/** The processes that have these words in their command line. */
function processesWith(words: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(words) && !/^\s*\d+\s+Z/.test(line));
}

/** Waits until a condition holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('guidepost sandbox', () => {
  it('prints where it is, answers there, and ends with Ctrl-C as a program does that was interrupted', async () => {
    const data = temporaryFolder();
    const { child, facts } = await startSandbox('--data', data);
    expect(facts).toMatchObject({ pid: child.pid, folder: data });
    const reply = await fetch(
      `${facts.address}/subscriptions/${facts.subscription}/resourceGroups?api-version=2021-04-01`,
      {
        headers: { authorization: 'Bearer any' },
      },
    );
    expect([reply.status, await reply.json()]).toEqual([200, { value: [] }]);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    expect(existsSync(path.join(data, 'sandbox/lock'))).toBe(false);
  });

  it('keeps nothing with --in-memory, and sweeps away what a killed one has left', async () => {
    const first = await startSandbox('--in-memory');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(existsSync(first.facts.folder)).toBe(true);
    const second = await startSandbox('--in-memory');
    expect(existsSync(first.facts.folder)).toBe(false);
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
    expect(existsSync(second.facts.folder)).toBe(false);
  });

  it('goes on with the state of one that was killed', async () => {
    const data = temporaryFolder();
    const first = await startSandbox('--data', data);
    const group = `/subscriptions/${first.facts.subscription}/resourceGroups/loans?api-version=2021-04-01`;
    const headers = { authorization: 'Bearer any' };
    const body = JSON.stringify({ location: 'westeurope' });
    expect((await fetch(first.facts.address + group, { method: 'PUT', headers, body })).status).toBe(201);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await startSandbox('--data', data);
    expect((await fetch(second.facts.address + group, { headers })).status).toBe(200);
  });

  it('prints the variables for clients over https, and the token for commands; a card’s faults wait', async () => {
    const card = path.join(
      temporaryFolder({ 'card.yaml': 'faults: { vault: { operation: Vaults_*, kind: slow } }' }),
      'card.yaml',
    );
    const words = ['--in-memory', '--https', '--allow-commands', '--faults', card];
    const { child, facts } = await startSandbox(...words);
    const { https, commandToken } = facts as typeof facts & {
      https: { authorityFile: string; environment: Record<string, string> };
      commandToken: string;
    };
    expect(existsSync(https.authorityFile)).toBe(true);
    expect(https.environment).toMatchObject({
      REQUESTS_CA_BUNDLE: https.authorityFile,
      AZURE_CLIENT_SECRET: commandToken,
    });
    const faults = await fetch(`${facts.address}/sandbox/faults`);
    expect(await faults.json()).toMatchObject({ value: [{ name: 'vault', kind: 'slow' }] });
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
});

describe('guidepost sandbox refuses in a sentence', () => {
  it.each([
    ['a word', ['now'], 2, 'sandbox takes no words'],
    ['a port beyond all ports', ['--port', '70000'], 2, '--port is a whole number'],
    ['two places for its data', ['--in-memory', '--data', 'x'], 2, 'exclude each other'],
    ['a fault card that is not there', ['--faults', 'none.yaml'], 2, 'none.yaml cannot be read'],
    [
      'a fault card with an unknown kind',
      ['--faults', 'card.yaml'],
      2,
      'is not valid at "faults.vault.kind"',
    ],
  ])('%s', (_, words, code, message) => {
    const card = 'faults: { vault: { operation: "*", kind: lightning } }';
    const result = runCli(temporaryFolder({ 'card.yaml': card }), 'sandbox', ...words);
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const result = runCli(temporaryFolder(), 'sandbox', '--port', String(port), '--data', 'd');
    expect([result.code, result.stderr]).toEqual([1, expect.stringContaining(`Port ${port} is in use`)]);
  });

  it('a second one on the same folder', async () => {
    const data = temporaryFolder();
    const { facts } = await startSandbox('--data', data);
    const result = runCli(temporaryFolder(), 'sandbox', '--data', data);
    expect([result.code, result.stderr]).toEqual([
      1,
      expect.stringContaining(`Another Guidepost (process ${facts.pid}) works in`),
    ]);
  });

  it('a damaged journal, whose cut last line it mends', async () => {
    const data = temporaryFolder();
    const journal = path.join(data, 'sandbox/journal.ndjson');
    const { child, facts } = await startSandbox('--data', data);
    for (const name of ['one', 'two', 'three']) {
      await fetch(
        `${facts.address}/subscriptions/${facts.subscription}/resourceGroups/${name}?api-version=2021-04-01`,
        {
          method: 'PUT',
          headers: { authorization: 'Bearer any' },
          body: JSON.stringify({ location: 'westeurope' }),
        },
      );
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const text = readFileSync(journal, 'utf8');

    writeFileSync(journal, text.slice(0, -20));
    const mended = await startSandbox('--data', data);
    const reply = await fetch(
      `${mended.facts.address}/subscriptions/${facts.subscription}/resourceGroups?api-version=2021-04-01`,
      { headers: { authorization: 'Bearer any' } },
    );
    const { value } = (await reply.json()) as { value: { name: string }[] };
    expect(value.map(({ name }) => name)).toEqual(['one', 'two']);
    mended.child.kill('SIGKILL');
    await once(mended.child, 'exit');

    const damaged = text.replace('"one"', '"eno"');
    writeFileSync(journal, damaged);
    const refused = runCli(temporaryFolder(), 'sandbox', '--data', data);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is damaged')]);
    expect(readFileSync(journal, 'utf8')).toBe(damaged);
  });

  it('a full disk, and loses nothing', async ({ skip }) => {
    const disk = path.join(temporaryFolder(), 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]).status === 0;
    if (!mounted) return skip('a small disk cannot be mounted here');
    onTestFinished(() => void spawnSync('umount', ['-l', disk]));
    const { child, facts } = await startSandbox('--data', disk);
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await once(child, 'exit').catch(() => undefined);
    });
    const groups = `${facts.address}/subscriptions/${facts.subscription}/resourceGroups`;
    const put = (name: string): Promise<Response> =>
      fetch(`${groups}/${name}?api-version=2021-04-01`, {
        method: 'PUT',
        headers: { authorization: 'Bearer any' },
        body: JSON.stringify({ location: 'westeurope' }),
      });
    expect((await put('first')).status).toBe(201);
    writeFileSync(path.join(disk, 'filler'), '');
    const filled = spawnSync('dd', ['if=/dev/zero', `of=${path.join(disk, 'filler')}`, 'bs=4k']);
    expect(filled.status).not.toBe(0);
    let refused: Response | undefined;
    // The journal's last page may have room for a few more.
    for (let i = 0; i < 100 && refused?.status !== 500; i++) refused = await put(`more-${i}`);
    expect(await refused?.text()).toContain('the disk is full');
    const list = await fetch(`${groups}?api-version=2021-04-01`, {
      headers: { authorization: 'Bearer any' },
    });
    expect(await list.text()).toContain('"first"');
  });
});

describe('nothing is left behind', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('by %s to npm', async (signal) => {
    const npm = spawn('npm', ['run', '-s', 'guidepost', '--', 'sandbox', '--in-memory', '--json'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      shell: process.platform === 'win32',
    });
    const { folder, pid } = await readFacts(npm);
    npm.kill(signal);
    await until(() => !existsSync(folder));
    await until(() => processesWith(`${pid} `).every((line) => !line.includes('cli.ts')));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`guidepost-run-${pid}-`))).toEqual([]);
  });
});
