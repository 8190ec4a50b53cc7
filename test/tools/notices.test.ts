import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleElectron, bundleRenderer } from '../../tools/build.ts';
import { noticesFor, noticesOf, packagesOf } from '../../tools/notices.ts';
import { temporaryFolder } from '../support/cli.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A package in a folder of its own; returns a file of it. */
function packageWith(described: object, licenceFile?: string): string {
  const folder = path.join(temporaryFolder(), 'node_modules/some-package');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'some-package', ...described }));
  writeFileSync(path.join(folder, 'index.js'), '');
  if (licenceFile !== undefined) writeFileSync(path.join(folder, 'LICENSE.md'), licenceFile);
  return path.join(folder, 'index.js');
}

/** Packages that others bring along; it is known that the app needs them. */
const broughtAlong = ['azurite', 'winston', '@azure/core-client', '@azure/msal-common', 'esm-env'];

/** The packages that the sources of the app import, read off their text. */
function importedPackages(): string[] {
  const names = new Set<string>();
  for (const folder of ['electron', 'engine', 'lessons/format', 'renderer']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/[.](ts|svelte)$/.test(file) || /paraglide|project.inlang|^(cli|serve)|^commands/.test(file))
        continue;
      const text = readFileSync(path.join(root, folder, file), 'utf8');
      for (const [, name] of text.matchAll(
        /^\s*import (?!type)[^;]*?'((?:@[^/']+\/)?[^./'][^/']*)[^']*';/gm,
      )) {
        if (!name.startsWith('node:') && name !== 'electron') names.add(name);
      }
    }
  }
  expect(names.size).toBeGreaterThan(12);
  return [...names];
}

describe('the notices', () => {
  it('name every package in the bundles, with a licence that was reviewed and its text', async () => {
    const folder = temporaryFolder();
    const files = [
      ...(await bundleElectron(path.join(folder, 'electron'))),
      ...(await bundleRenderer(path.join(folder, 'renderer'))),
    ];
    const notices = noticesFor(files);
    const headings = notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S*\nLicence: \S+/gm);
    const named = [...headings].map(([, name]) => name);
    expect([...importedPackages(), ...broughtAlong].filter((name) => !named.includes(name))).toEqual([]);
    for (const { name, text } of packagesOf(files)) {
      expect(text !== '' || name.startsWith('@tensorflow/'), name).toBe(true);
    }
    expect(notices).not.toContain(root);
  });

  it('are refused for a licence that nobody has reviewed, and for none', () => {
    expect(() => noticesFor([packageWith({ license: 'AGPL-3.0', version: '1.0.0' }, 'AGPL')])).toThrow(
      'some-package (AGPL-3.0)',
    );
    expect(() => noticesFor([packageWith({ version: '1.0.0' }, 'Mine alone.')])).toThrow(
      '(no licence named)',
    );
    expect(() => noticesFor([packageWith({ license: '(MIT AND GPL-3.0)' }, 'Both.')])).toThrow('GPL-3.0');
    expect(() => noticesFor([packageWith({ license: 'Apache-2.0' })])).toThrow('no text for the licence');
  });

  it('take one of several licences, old ways to name them, and the text that every MIT package shares', () => {
    const choice = packageWith({ license: '(GPL-2.0 OR MIT)', version: '2.0.0' }, 'As you like.');
    expect(noticesFor([choice])).toContain('some-package 2.0.0\nLicence: GPL-2.0 OR MIT\n\nAs you like.');
    const old = packageWith({ licenses: [{ type: 'MIT' }], author: 'A. Writer <a@example.com>' });
    expect(noticesFor([old])).toContain('Copyright (c) A. Writer\n\nPermission is hereby granted');
    expect(noticesOf([])).toContain('LICENSES.chromium.html');
  });
});
