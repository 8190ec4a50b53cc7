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
  const require = createRequire(import.meta.url);
  const wasm = path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  return { wasmPaths: path.join(wasm, 'dist') + path.sep, packs: path.join(root, 'lessons/packs') };
}
