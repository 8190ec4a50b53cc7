// One side of the bench: the loan pipeline from the file to the ROC curve.
import process from 'node:process';
import { csvFile } from '../../electron/host/csv-file.ts';
import { rocCurve } from '../../engine/evaluate/curves.ts';
import { assertCompleted, getOutput, runPipeline } from '../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../engine/pipeline/templates.ts';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { evaluationOf } from '../support/narrow.ts';
import { startTensorFlowForTests } from '../support/tensorflow.ts';
import { answerRuns } from './worker.ts';

await startTensorFlowForTests();
const pipeline = trainingPipeline({ label: 'Loan_Status', drop: ['Loan_ID', 'Gender'], missing: 'impute' });

await answerRuns(async () => {
  const start = performance.now();
  const { table } = readCsv(csvFile(process.argv[2]));
  const result = assertCompleted(await runPipeline(pipeline, { datasets: { data: table } }));
  const [found] = getOutput(result, 'evaluate', 'evaluation', 'evaluation').results;
  const { metrics, curve } = evaluationOf('binary', found);
  rocCurve(curve);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, accuracy: metrics.accuracy, auc: metrics.auc ?? NaN, logLoss: metrics.logLoss };
});
