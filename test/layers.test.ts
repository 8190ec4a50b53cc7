import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

function violations(house: string, folders: readonly string[]): string[] {
  const rules = ['--config', '.dependency-cruiser.js', '--output-type', 'json', ...folders];
  let output: string;
  try {
    output = execFileSync(process.execPath, [cruiser, ...rules], {
      cwd: house,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
  } catch (error) {
    // The exit code counts the violations; the report is on standard output all the same.
    output = (error as { stdout: string }).stdout;
  }
  const report = JSON.parse(output) as { summary: { violations: Violation[] } };
  return report.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
}

let house: string;
beforeEach(() => {
  house = mkdtempSync(path.join(tmpdir(), 'guidepost-layers-'));
  for (const file of ['.dependency-cruiser.js', 'tsconfig.json', 'package.json']) {
    cpSync(path.join(root, file), path.join(house, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'), 'junction');
});
afterEach(() => {
  rmSync(house, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
  writeFileSync(path.join(house, file), text);
}

it('finds nothing to say about this project', () => {
  expect(violations(root, ['engine', 'lessons', 'electron', 'tools', 'test'])).toEqual([]);
});

it('sees imports that go up, Node in the engine, and what a .svelte file imports', () => {
  write('electron/host/settings.ts', "import '../../engine/train.ts';\nexport const settings = 1;\n");
  write('electron/contract/errors.ts', 'export const errors = 1;\n');
  write('engine/train.ts', "import { readFileSync } from 'node:fs';\nexport const train = readFileSync;\n");
  write(
    'engine/score.ts',
    "import { settings } from '../electron/host/settings.ts';\nexport const score = settings;\n",
  );
  write(
    'renderer/page.svelte',
    '<script lang="ts">\n' +
      "  import { settings } from '../electron/host/settings.ts';\n" +
      "  import { errors } from '../electron/contract/errors.ts';\n" +
      '  const shown: number = settings + errors;\n' +
      '</script>\n<p>{shown}</p>\n',
  );
  const found = violations(house, ['engine', 'electron', 'renderer']);
  expect(found).toContain('renderer-through-contract: renderer/page.svelte → electron/host/settings.ts');
  expect(found).toContain('engine-stands-alone: engine/score.ts → electron/host/settings.ts');
  expect(found).toContain('engine-without-node: engine/train.ts → fs');
  expect(found.some((line) => line.includes('electron/contract/errors.ts'))).toBe(false);
});

it('sees modules that need each other', () => {
  write('engine/a.ts', "import { b } from './b.ts';\nexport const a = (): number => b();\n");
  write('engine/b.ts', "import { a } from './a.ts';\nexport const b = (): number => a();\n");
  expect(violations(house, ['engine']).some((line) => line.startsWith('no-circles'))).toBe(true);
});
