import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tensorflow from '@tensorflow/tfjs-core';
import { tensorflowNotStarted } from './errors.ts';

/** Where the host keeps the WebAssembly files of TensorFlow.js. */
export interface TensorFlowOptions {
  /** A directory (Node, Electron) that ends with a slash, or the same-origin URL of each file (browser). */
  readonly wasmPaths: string | Readonly<Record<string, string>>;
}

let started: Promise<void> | undefined;

/**
 * Starts TensorFlow.js on its WebAssembly backend; the host calls this once before it trains.
 * Later calls wait for the first. Error: `tensorflow-not-started`.
 */
export function startTensorFlow(options: TensorFlowOptions): Promise<void> {
  started ??= start(options).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start({ wasmPaths }: TensorFlowOptions): Promise<void> {
  setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths });
  const ready = await tensorflow.setBackend('wasm').catch(() => false);
  if (!ready) {
    throw tensorflowNotStarted(
      typeof wasmPaths === 'string' ? wasmPaths : Object.values(wasmPaths).join(', '),
    );
  }
  await tensorflow.ready();
}

/** How many tensors are alive: the same before and after any training run. */
export function countTensors(): number {
  return tensorflow.memory().numTensors;
}

/**
 * Adds left · rightᵀ to `sum` (size × size, row-major), a product of two blocks of `count` float32 rows:
 * `left` is size × count, `right` is count × size, both row-major.
 */
export function addProduct(
  left: Float32Array,
  right: Float32Array,
  size: number,
  count: number,
  sum: Float64Array,
): void {
  const product = tensorflow.tidy(() =>
    tensorflow.matMul(
      tensorflow.tensor2d(left.subarray(0, size * count), [size, count]),
      tensorflow.tensor2d(right.subarray(0, count * size), [count, size]),
    ),
  );
  const values = product.dataSync();
  product.dispose();
  for (let i = 0; i < values.length; i++) sum[i] += values[i];
}
