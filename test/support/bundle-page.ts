// Bundles a page of a test into the folder that is named: program FOLDER, with the page's code on standard input.
// A program of its own: Vite and its plugins look at NODE_ENV, which is another in tests.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, type Rolldown } from 'vite';

const [, , folder] = process.argv;
const code = readFileSync(0, 'utf8');
const renderer = path.resolve(import.meta.dirname, '../../renderer');

const { output } = (await build({
  configFile: path.resolve(import.meta.dirname, '../../vite.config.ts'),
  logLevel: 'error',
  build: {
    outDir: folder,
    emptyOutDir: true,
    rolldownOptions: { input: 'page-of-a-test' },
  },
  plugins: [
    {
      name: 'page-of-a-test',
      enforce: 'pre',
      resolveId: (id) => (id === 'page-of-a-test' ? path.join(renderer, 'page-of-a-test.js') : undefined),
      load: (id) => (id.endsWith('page-of-a-test.js') ? code : undefined),
    },
  ],
})) as Rolldown.RolldownOutput;

const entry = output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName ?? '';
const styles = output.map(({ fileName }) => fileName).filter((name) => name.endsWith('.css'));
writeFileSync(
  path.join(folder, 'index.html'),
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Guidepost</title><link rel="icon" href="data:,">
${styles.map((name) => `<link rel="stylesheet" href="/${name}">`).join('\n')}
<script type="module" src="/${entry}"></script></head><body><main id="app"></main></body></html>\n`,
);
