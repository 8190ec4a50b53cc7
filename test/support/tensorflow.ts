import { createRequire } from 'node:module';
import path from 'node:path';
import { startTensorFlow } from '../../engine/train/tensorflow.ts';

/** Starts TensorFlow.js from node_modules, as the command line does. */
export function startTensorFlowForTests(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return startTensorFlow({ wasmPaths: path.join(path.dirname(manifest), 'dist/') });
}
