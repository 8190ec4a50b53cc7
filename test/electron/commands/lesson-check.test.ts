import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder, type CliResult } from '../../support/cli.ts';

const packs = path.resolve(import.meta.dirname, '../../../lessons/packs');
const file = 'lessons/010-when-azure-says-no/lesson.yaml';

interface Report {
  readonly isProven: boolean;
  readonly steps: readonly {
    readonly id: string;
    readonly begun: boolean;
    readonly solved: boolean;
    readonly reset: boolean | null;
    readonly isProven: boolean;
  }[];
}

/** Checks the lesson of errors with its lesson.yaml changed. */
function check(change: (text: string) => string): CliResult & { report: () => Report } {
  const folder = temporaryFolder();
  cpSync(path.join(packs, 'when-azure-says-no'), path.join(folder, 'pack'), { recursive: true });
  const lesson = path.join(folder, 'pack', file);
  const text = readFileSync(lesson, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(lesson, changed);
  const result = runCli(folder, 'lesson', 'check', 'pack', '--json');
  return { ...result, report: () => JSON.parse(result.stdout) as Report };
}

describe('lesson check', () => {
  it.each(['loan-approval', 'when-azure-says-no'])(
    '%s is proven',
    (name) => {
      const { code, stdout, stderr } = runCli(temporaryFolder(), 'lesson', 'check', name, '--json');
      const { isProven, steps } = JSON.parse(stdout) as Report;
      expect([code, isProven]).toEqual([0, true]);
      expect(steps.every(({ begun, solved, reset }) => !begun && solved && reset !== true)).toBe(true);
      expect(stderr).toContain('passes when it is solved');
      console.info(`lesson check ${name}: ${steps.length} steps are proven.`);
    },
    180_000,
  );

  it('a fault that befalls nothing is found: what was to fail succeeds', () => {
    const result = check((text) =>
      text.replace('operation: Workspaces_CreateOrUpdate', 'operation: ManagedClusters_Delete'),
    );
    expect(result.code).toBe(1);
    expect(result.report().steps.at(-1)).toMatchObject({ id: 'provider', solved: false, isProven: false });
    expect(result.stderr).toContain('was to fail with provider-not-registered, and succeeded');
  }, 60_000);

  it('a step whose checks hold before anything is done is found', () => {
    const result = check((text) =>
      text.replace(/ {6}- \{ that: fault.met, args: \{ fault: name \}[^]*?\n {4}solve:/, (checks) =>
        checks
          .replace(/ {6}- \{ that: fault.*\n/g, '')
          .replace('    solve:', '      - { that: target.chosen, onFail: choose }\n    solve:'),
      ),
    );
    expect(result.code).toBe(1);
    const step = result.report().steps.find(({ id }) => id === 'name');
    expect(step).toMatchObject({ begun: true, isProven: false });
  }, 60_000);

  it.each([
    [[], 2, 'lesson check needs the name or the folder of one lesson'],
    [['loan-aproval'], 1, 'Did you mean loan-approval?'],
  ])('%o is refused in a sentence', (words, code, message) => {
    const result = runCli(temporaryFolder(), 'lesson', 'check', ...words);
    expect([result.code, result.stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});
