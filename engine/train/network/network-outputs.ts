import type { DesignMatrix } from '../design-matrix.ts';
import type { NeuralNetworkModel } from '../model.ts';

/** Rows that are worked on together. */
const blockRows = 256;

/** Each output of a network for the rows of a matrix, before the logistic function or the softmax; in float64. */
export function networkOutputs(model: NeuralNetworkModel, matrix: DesignMatrix): Float64Array[] {
  const { hidden, output, hiddenNodes } = model;
  const outputs = output.biases.map(() => new Float64Array(matrix.rowCount));
  const weights = hidden.weights.map((row) => Float64Array.from(row));
  const biases = Float64Array.from(hidden.biases);
  const outputWeights = output.biases.map((_, k) => Float64Array.from(output.weights, (row) => row[k]));
  const sums = new Float64Array(blockRows * hiddenNodes);
  for (let start = 0; start < matrix.rowCount; start += blockRows) {
    const count = Math.min(blockRows, matrix.rowCount - start);
    for (let i = 0; i < count; i++) sums.set(biases, i * hiddenNodes);
    addInputs(matrix, weights, sums, start, count, hiddenNodes);
    for (let k = 0; k < outputs.length; k++) {
      const own = outputWeights[k];
      for (let i = 0; i < count; i++) {
        let sum = output.biases[k];
        const at = i * hiddenNodes;
        for (let node = 0; node < hiddenNodes; node++) {
          const value = sums[at + node];
          if (value > 0) sum += value * own[node];
        }
        outputs[k][start + i] = sum;
      }
    }
  }
  return outputs;
}

function addInputs(
  { numeric, categorical }: DesignMatrix,
  weights: readonly Float64Array[],
  sums: Float64Array,
  start: number,
  count: number,
  nodes: number,
): void {
  numeric.forEach((column, j) => {
    const own = weights[j];
    for (let i = 0; i < count; i++) {
      const value = column[start + i];
      if (value === 0) continue;
      const at = i * nodes;
      for (let node = 0; node < nodes; node++) sums[at + node] += value * own[node];
    }
  });
  let offset = numeric.length;
  for (const { codes, levelCount } of categorical) {
    for (let i = 0; i < count; i++) {
      const code = codes[start + i];
      if (code === 0) continue;
      const own = weights[offset + code - 1];
      const at = i * nodes;
      for (let node = 0; node < nodes; node++) sums[at + node] += own[node];
    }
    offset += levelCount;
  }
}
