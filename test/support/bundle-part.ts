// Builds one part of the pages alone, with figures of a test, into the folder that is named: for pictures,
// accessibility and time without the rest of the app. A program of its own: Vite looks at NODE_ENV.
import path from 'node:path';
import process from 'node:process';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const [part, cases, folder] = process.argv.slice(2);
const entry = 'virtual:part';

/** `show(name)` draws the part with the figures of a case, and tells after how many milliseconds it is painted. */
const program = `
import '@fontsource-variable/inter/wght.css';
import '${root}/renderer/style/tokens.css';
import '${root}/renderer/style/base.css';
import { flushSync, mount, unmount } from 'svelte';
import Part from '${path.resolve(root, part)}';
import { cases } from '${path.resolve(root, cases)}';
document.documentElement.lang = localStorage.getItem('PARAGLIDE_LOCALE') ?? 'en';
document.body.style.overflow = 'auto';
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
let drawn;
globalThis.show = async (name) => {
  const props = await cases[name]();
  if (drawn) await unmount(drawn);
  await painted();
  const start = performance.now();
  drawn = mount(Part, { target: document.getElementById('app'), props });
  flushSync();
  await painted();
  return performance.now() - start;
};
`;

await build({
  configFile: false,
  root: path.join(root, 'renderer'),
  logLevel: 'error',
  plugins: [
    {
      name: 'part',
      resolveId: (id) => (id === entry ? path.join(root, 'renderer/part.js') : undefined),
      load: (id) => (id === path.join(root, 'renderer/part.js') ? program : undefined),
    },
    svelte(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rollupOptions: {
      input: entry,
      output: { entryFileNames: 'part.js', assetFileNames: 'assets/[name][extname]' },
    },
  },
});
