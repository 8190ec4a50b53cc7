// One side of the bench: fits the matrix that logistic-regression-data.ts wrote.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { LogisticLoss } from '../../engine/train/logistic-loss.ts';
import { solve } from '../../engine/train/two-class-logistic-regression.ts';
import { startTensorFlowForTests } from '../support/tensorflow.ts';
import { readMatrix } from './matrix.ts';
import { answerRuns } from './worker.ts';

await startTensorFlowForTests();
const [, , file] = process.argv;
const { matrix, classes } = readMatrix(readFileSync(file));

await answerRuns(async () => {
  const start = performance.now();
  const { objective } = await solve(new LogisticLoss(matrix, classes, 1), () => Promise.resolve());
  return { seconds: (performance.now() - start) / 1000, objective };
});
