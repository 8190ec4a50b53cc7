import type { DesignMatrix } from '../design-matrix.ts';
import type { NetworkLayer } from '../model.ts';
import { scaleLabels } from '../scaled-labels.ts';

/**
 * The rows of a design matrix as a network is trained on them: numbers with mean 0 and standard deviation 1, because
 * steps are the same in all directions then; indicators as they are.
 */
export class NetworkInputs {
  readonly rowCount: number;
  /** One at least, so that a matrix product is never empty. */
  readonly width: number;
  /** How many inputs of a row differ from 0, about. */
  readonly active: number;
  private readonly matrix: DesignMatrix;
  private readonly means: Float64Array;
  /** 1 / standard deviation; 0 of a constant column, which must stay without effect. */
  private readonly factors: Float64Array;

  constructor(matrix: DesignMatrix) {
    this.matrix = matrix;
    this.rowCount = matrix.rowCount;
    this.width = Math.max(1, matrix.width);
    this.active = Math.max(1, matrix.numeric.length + matrix.categorical.length);
    const scales = matrix.numeric.map(scaleLabels);
    this.means = Float64Array.from(scales, ({ mean }) => mean);
    this.factors = Float64Array.from(scales, ({ deviation, scaled }) =>
      scaled.some((value) => value !== scaled[0]) ? 1 / deviation : 0,
    );
  }

  /**
   * Writes the rows at these positions twice, each way as a matrix product reads it quickly: `rows` is
   * count × width, `columns` is width × count; both row-major and 0 before.
   */
  write(positions: Uint32Array, rows: Float32Array, columns: Float32Array): void {
    const { matrix, means, factors, width } = this;
    const count = positions.length;
    matrix.numeric.forEach((values, j) => {
      for (let i = 0; i < count; i++) {
        const value = (values[positions[i]] - means[j]) * factors[j];
        rows[i * width + j] = value;
        columns[j * count + i] = value;
      }
    });
    let offset = matrix.numeric.length - 1;
    for (const { codes, levelCount } of matrix.categorical) {
      for (let i = 0; i < count; i++) {
        const code = codes[positions[i]];
        if (code === 0) continue;
        rows[i * width + offset + code] = 1;
        columns[(offset + code) * count + i] = 1;
      }
      offset += levelCount;
    }
  }

  /** The first layer for a design matrix as it is, of one for these inputs (width × nodes, row-major). */
  layerFor(weights: Float32Array, biases: Float32Array): NetworkLayer {
    const { matrix, means, factors } = this;
    const nodes = biases.length;
    const moved = Array.from(biases);
    const rows = Array.from({ length: matrix.width }, (_, j) => {
      const factor = j < factors.length ? factors[j] : 1;
      return Array.from({ length: nodes }, (_unused, node) => weights[j * nodes + node] * factor);
    });
    means.forEach((mean, j) => {
      for (let node = 0; node < nodes; node++) moved[node] -= rows[j][node] * mean;
    });
    return { biases: moved, weights: rows };
  }
}
