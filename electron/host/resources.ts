import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Files that come with Guidepost, wherever it is installed. */
export interface Resources {
  /** TensorFlow.js' WebAssembly files; ends with a separator. */
  readonly wasmPaths: string;
  /** The lesson packs. */
  readonly packs: string;
}

/** Finds the files that come with Guidepost. */
export function resources(): Resources {
  const root = path.resolve(import.meta.dirname, '../..');
  return { wasmPaths: wasmFolder() + path.sep, packs: path.join(root, 'lessons/packs') };
}

function wasmFolder(): string {
  // A built app has no packages: the files lie beside its bundle.
  const beside = path.join(import.meta.dirname, 'wasm');
  if (existsSync(beside)) return beside;
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
}
