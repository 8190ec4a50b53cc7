import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { createRandom } from '../../../engine/random.ts';
import { Store, type Migration, type StoreOptions } from '../../../electron/store/store.ts';
import { temporaryFolder } from '../../support/cli.ts';

function open(folder: string, options: Omit<StoreOptions, 'folder'> = {}): Store {
  const store = new Store({ folder, ...options });
  onTestFinished(() => store.close());
  return store;
}

function documents(store: Store): Record<string, unknown> {
  return Object.fromEntries(store.keys().map((key) => [key, store.get(key)]));
}

function refusal(run: () => unknown): EngineError {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('Store', () => {
  it('keeps documents over a restart, whatever was put, replaced and deleted', () => {
    const folder = temporaryFolder();
    const random = createRandom(1);
    const expected = new Map<string, unknown>();
    for (let restart = 0; restart < 5; restart++) {
      const store = open(folder, { mostJournalBytes: 2000 });
      expect(documents(store)).toEqual(Object.fromEntries([...expected].sort()));
      for (let change = 0; change < 200; change++) {
        const key = `documents/${random.integer(20)}`;
        if (random.next() < 0.3) {
          store.delete(key);
          expected.delete(key);
        } else {
          const value = { number: random.next(), text: 'ä\n"'.repeat(random.integer(5)), none: null };
          store.put(key, value);
          expected.set(key, value);
        }
      }
      store.close();
    }
  });

  it('lists keys by their beginning, sorted', () => {
    const store = open(temporaryFolder());
    for (const key of ['jobs/2', 'data/1', 'jobs/1']) store.put(key, null);
    expect(store.keys('jobs/')).toEqual(['jobs/1', 'jobs/2']);
  });

  it('does a batch as a whole', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.batch([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    store.close();
    const journal = path.join(folder, 'journal.ndjson');
    expect(readFileSync(journal, 'utf8').trim().split('\n')).toHaveLength(1);
    truncateSync(journal, readFileSync(journal).length - 5);
    const again = open(folder);
    expect([again.repaired, documents(again)]).toEqual([true, {}]);
  });

  it('goes on after a last line that was cut off anywhere, with all lines before it', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.put('a', 1);
    first.put('b', { text: 'two' });
    first.close();
    const journal = path.join(folder, 'journal.ndjson');
    const whole = readFileSync(journal);
    const start = whole.indexOf('\n') + 1;
    for (let length = start + 1; length < whole.length; length++) {
      writeFileSync(journal, whole.subarray(0, length));
      const store = open(folder);
      expect([store.repaired, documents(store)]).toEqual([true, { a: 1 }]);
      store.put('c', 3);
      store.close();
      const again = open(folder);
      expect([again.repaired, documents(again)]).toEqual([false, { a: 1, c: 3 }]);
      again.close();
    }
  });

  it('refuses damage before the end, names the line and changes nothing', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    for (const key of ['a', 'b', 'c']) store.put(key, key);
    store.close();
    const journal = path.join(folder, 'journal.ndjson');
    const damaged = readFileSync(journal, 'utf8').replace('"b"', '"x"');
    writeFileSync(journal, damaged);
    const error = refusal(() => open(folder));
    expect([error.code, error.message]).toEqual([
      'store-damaged',
      `${journal}, line 2, is damaged (its checksum is wrong). Nothing was changed.`,
    ]);
    expect(readFileSync(journal, 'utf8')).toBe(damaged);
    // The lock was given free.
    expect(existsSync(path.join(folder, 'lock'))).toBe(false);
  });

  it('does not count lines twice that the snapshot holds already', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.put('a', 1);
    const journal = readFileSync(path.join(folder, 'journal.ndjson'));
    store.put('a', 2);
    store.close();
    const compacted = open(folder, { mostJournalBytes: 1 });
    compacted.put('b', 3);
    compacted.close();
    // As if the process had died between writing the snapshot and removing the journal.
    writeFileSync(path.join(folder, 'journal.ndjson'), journal);
    expect(documents(open(folder))).toEqual({ a: 2, b: 3 });
  });
});

describe('formats', () => {
  const rename: Migration = (all) => {
    all.set('new', all.get('old') ?? null);
    all.delete('old');
  };

  it('are brought up to date, with a copy of the old', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.put('old', 'kept');
    store.close();
    const migrated = open(folder, { migrations: [rename] });
    expect(documents(migrated)).toEqual({ new: 'kept' });
    migrated.close();
    expect(readdirSync(folder)).toContain('backup-format-1');
    expect(readFileSync(path.join(folder, 'backup-format-1/journal.ndjson'), 'utf8')).toContain('"old"');
    expect(documents(open(folder, { migrations: [rename] }))).toEqual({ new: 'kept' });
  });

  it('of a newer Guidepost are refused in a sentence', () => {
    const folder = temporaryFolder();
    open(folder, { migrations: [rename] }).close();
    const error = refusal(() => open(folder));
    expect([error.code, error.message]).toEqual([
      'store-newer',
      `${path.join(folder, 'snapshot.json')} was written by a newer Guidepost (format 2, this one knows 1). Nothing was changed.`,
    ]);
  });
});

describe('one process at a time', () => {
  it('tells the second in a sentence', () => {
    const folder = temporaryFolder();
    open(folder);
    const error = refusal(() => open(folder));
    expect([error.code, error.message]).toEqual([
      'store-in-use',
      `Another Guidepost (process ${process.pid}) works in ${folder}.`,
    ]);
  });

  it('takes over what a dead process left, also where its number lives on in another', () => {
    for (const holder of [
      '',
      '{"pid":',
      '{"pid":4194305,"started":"1"}',
      `{"pid":${process.pid},"started":"1"}`,
    ]) {
      const folder = temporaryFolder({ lock: holder });
      open(folder).put('a', 1);
    }
  });

  it('keeps every acknowledged write when it is killed at any moment', async () => {
    const folder = temporaryFolder();
    const module = path.resolve(import.meta.dirname, '../../../electron/store/store.ts');
    const program = `
      import { Store } from ${JSON.stringify(module)};
      const store = new Store({ folder: ${JSON.stringify(folder)}, mostJournalBytes: 20_000 });
      for (let number = store.keys().length; ; number++) {
        store.put(String(number).padStart(9, '0'), { number, text: 'x'.repeat(200) });
        process.stdout.write(number + '\\n');
      }`;
    for (let kill = 0; kill < 8; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      // It may end as soon as nobody reads it any more.
      const ended = once(child, 'exit');
      let output = '';
      for await (const data of child.stdout) {
        output += String(data);
        if (output.length > 2000 * (kill + 1)) break;
      }
      child.kill('SIGKILL');
      await ended;
      const acknowledged = Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
      const store = open(folder);
      const keys = store.keys();
      expect(keys.length).toBeGreaterThan(acknowledged);
      keys.forEach((key, index) => expect(store.get(key)).toMatchObject({ number: index }));
      store.close();
    }
  });
});
