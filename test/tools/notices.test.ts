import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleElectron, bundleRenderer } from '../../tools/build.ts';
import { noticesFor, noticesOf, packagesOf } from '../../tools/notices.ts';
import { temporaryFolder } from '../support/cli.ts';

/** A package in a folder of its own; returns a file of it. */
function packageWith(described: object, licenceFile?: string): string {
  const folder = path.join(temporaryFolder(), 'node_modules/some-package');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'some-package', ...described }));
  writeFileSync(path.join(folder, 'index.js'), '');
  if (licenceFile !== undefined) writeFileSync(path.join(folder, 'LICENSE.md'), licenceFile);
  return path.join(folder, 'index.js');
}

describe('the notices', () => {
  it('name every package in the bundles, with a licence that was reviewed and its text', async () => {
    const folder = temporaryFolder();
    const files = [
      ...(await bundleElectron(path.join(folder, 'electron'))),
      ...(await bundleRenderer(path.join(folder, 'renderer'))),
    ];
    const notices = noticesFor(files);
    // esbuild writes above each module where it comes from.
    const bundles = ['main.cjs', 'run-job.cjs'].map((name) =>
      readFileSync(path.join(folder, 'electron', name), 'utf8'),
    );
    const comment = /^\s*\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm;
    const bundled = new Set(bundles.flatMap((text) => [...text.matchAll(comment)].map(([, name]) => name)));
    expect(bundled.size).toBeGreaterThan(100);
    const ofThePages = ['svelte', 'bits-ui', '@lucide/svelte', '@fontsource-variable/inter'];
    const headings = notices.matchAll(/^(\S+) \d+\.\d+\.\d+\S*\nLicence: \S+/gm);
    const named = [...headings].map(([, name]) => name);
    expect([...bundled, ...ofThePages].filter((name) => !named.includes(name))).toEqual([]);
    for (const { name, text } of packagesOf(files)) {
      expect(text !== '' || name.startsWith('@tensorflow/'), name).toBe(true);
    }
    expect(notices).not.toContain(path.resolve(import.meta.dirname, '../..'));
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
