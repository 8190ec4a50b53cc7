import path from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const renderer = path.resolve(import.meta.dirname, 'renderer');

export default defineConfig({
  root: renderer,
  plugins: [
    paraglideVitePlugin({
      project: path.join(renderer, 'project.inlang'),
      outdir: path.join(renderer, 'paraglide'),
      // Another build may be reading them: they are written anew, never taken away.
      cleanOutdir: false,
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    }),
    svelte(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
