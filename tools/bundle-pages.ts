// Builds the pages into the folder that is named, and prints the files that they are made of as JSON.
// A program of its own: Vite and its plugins look at NODE_ENV, which is another in tests.
import path from 'node:path';
import process from 'node:process';
import { build } from 'vite';

let sources: string[] = [];
await build({
  configFile: path.resolve(import.meta.dirname, '../vite.config.ts'),
  logLevel: 'error',
  build: { outDir: path.resolve(process.argv[2]), emptyOutDir: true },
  plugins: [
    {
      name: 'sources',
      generateBundle() {
        sources = [...this.getModuleIds()].map((id) => id.replace(/^\0+|\?.*$/g, ''));
      },
    },
  ],
});
// What else there is on standard output stands before this line.
console.log(JSON.stringify([...new Set(sources.filter((source) => path.isAbsolute(source)))]));
