import { cellAt, getColumn, type Table } from '../../engine/table/table.ts';

/**
 * The tests' own solver: the matrix written out in full, Newton's method with Gaussian elimination and halved
 * steps, all in float64. Slow and plain, and shares no code with the engine's.
 */
export interface ReferenceSolution {
  readonly names: readonly string[];
  readonly intercept: number;
  readonly weights: readonly number[];
  readonly objective: number;
  readonly probabilities: Float64Array;
}

export function solveReference(
  table: Table,
  label: string,
  positive: string,
  l2Weight: number,
): ReferenceSolution {
  const { names, columns } = writeOut(table, label);
  const labels = getColumn(table, label);
  const rows = table.rowCount;
  const actual = Float64Array.from({ length: rows }, (_, i) =>
    String(cellAt(labels, i)) === positive ? 1 : 0,
  );
  const all = [new Float64Array(rows).fill(1), ...columns];
  const size = all.length;

  const scoresAt = (parameters: Float64Array): Float64Array => {
    const scores = new Float64Array(rows);
    for (let j = 0; j < size; j++) {
      const column = all[j];
      for (let i = 0; i < rows; i++) scores[i] += parameters[j] * column[i];
    }
    return scores;
  };
  const objectiveAt = (parameters: Float64Array, scores: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const score = actual[i] === 1 ? scores[i] : -scores[i];
      sum += score > 0 ? Math.log1p(Math.exp(-score)) : -score + Math.log1p(Math.exp(score));
    }
    for (let j = 1; j < size; j++) sum += (l2Weight / 2) * parameters[j] * parameters[j];
    return sum;
  };

  let parameters = new Float64Array(size);
  let scores = scoresAt(parameters);
  let objective = objectiveAt(parameters, scores);
  for (let iteration = 0; iteration < 100; iteration++) {
    const probabilities = scores.map((score) => 1 / (1 + Math.exp(-score)));
    const system = Array.from({ length: size }, () => new Float64Array(size + 1));
    const weighted = new Float64Array(rows);
    for (let j = 0; j < size; j++) {
      for (let i = 0; i < rows; i++) weighted[i] = all[j][i] * probabilities[i] * (1 - probabilities[i]);
      for (let k = 0; k <= j; k++) {
        system[j][k] = inner(weighted, all[k]);
        system[k][j] = system[j][k];
      }
      for (let i = 0; i < rows; i++) weighted[i] = all[j][i] * (probabilities[i] - actual[i]);
      system[j][size] =
        weighted.reduce((sum, value) => sum + value, 0) + (j > 0 ? l2Weight * parameters[j] : 0);
      if (j > 0) system[j][j] += l2Weight;
    }
    const step = eliminate(system);
    let length = 1;
    for (;;) {
      const next = parameters.map((value, j) => value - length * step[j]);
      const nextScores = scoresAt(next);
      const nextObjective = objectiveAt(next, nextScores);
      if (nextObjective <= objective + 1e-12 * Math.abs(objective) || length < 1e-6) {
        parameters = next;
        scores = nextScores;
        objective = nextObjective;
        break;
      }
      length /= 2;
    }
    if (step.every((value) => Math.abs(value) < 1e-10)) break;
  }
  return {
    names,
    intercept: parameters[0],
    weights: Array.from(parameters.subarray(1)),
    objective,
    probabilities: scores.map((score) => 1 / (1 + Math.exp(-score))),
  };
}

/** Min-max scaled numbers and one-hot levels, column by column, in the table's order. */
export function writeOut(table: Table, label: string): { names: string[]; columns: Float64Array[] } {
  const names: string[] = [];
  const columns: Float64Array[] = [];
  for (const column of table.columns) {
    if (column.name === label) continue;
    const cells = Array.from({ length: table.rowCount }, (_, i) => cellAt(column, i));
    if (column.kind === 'number') {
      const numbers = cells.filter((cell): cell is number => cell !== null);
      const minimum = numbers.reduce((least, value) => Math.min(least, value), Infinity);
      const range = numbers.reduce((most, value) => Math.max(most, value), -Infinity) - minimum;
      names.push(column.name);
      columns.push(
        Float64Array.from(cells, (cell) =>
          cell === null || !(range > 0) ? 0 : ((cell as number) - minimum) / range,
        ),
      );
    } else {
      const levels = [...new Set(cells.filter((cell) => cell !== null))].sort();
      for (const level of levels) {
        names.push(`${column.name}=${level}`);
        columns.push(Float64Array.from(cells, (cell) => (cell === level ? 1 : 0)));
      }
    }
  }
  return { names, columns };
}

/** A sum of products, added up in stretches so that a million terms lose no digits. */
function inner(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let start = 0; start < a.length; start += 1000) {
    let sum = 0;
    for (let i = start; i < Math.min(a.length, start + 1000); i++) sum += a[i] * b[i];
    total += sum;
  }
  return total;
}

/** Solves a linear system given with its right side as last column, by elimination with pivots. */
function eliminate(system: Float64Array[]): Float64Array {
  const size = system.length;
  for (let j = 0; j < size; j++) {
    let pivot = j;
    for (let i = j + 1; i < size; i++) if (Math.abs(system[i][j]) > Math.abs(system[pivot][j])) pivot = i;
    [system[j], system[pivot]] = [system[pivot], system[j]];
    for (let i = j + 1; i < size; i++) {
      const share = system[i][j] / system[j][j];
      for (let k = j; k <= size; k++) system[i][k] -= share * system[j][k];
    }
  }
  const solution = new Float64Array(size);
  for (let j = size - 1; j >= 0; j--) {
    let sum = system[j][size];
    for (let k = j + 1; k < size; k++) sum -= system[j][k] * solution[k];
    solution[j] = sum / system[j][j];
  }
  return solution;
}
