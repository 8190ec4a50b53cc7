import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  plugins: [
    paraglideVitePlugin({
      project: './renderer/project.inlang',
      outdir: './renderer/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
    }),
    svelte(),
  ],
  build: { outDir: '../dist/renderer', emptyOutDir: true, target: 'es2022', modulePreload: false },
});
