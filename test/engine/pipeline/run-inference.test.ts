import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import { parsePipeline, serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../engine/pipeline/run-inference.ts';
import { cleanThenSplit, derive, rows, splitThenClean } from '../../support/inference-drawings.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

it('is one file: saved, and loaded by a new process, it answers the same to the last bit', async () => {
  const { pipeline } = await derive(splitThenClean);
  const requests = rows.slice(0, 50);
  const program = `
    import { parsePipeline } from './engine/pipeline/pipeline.ts';
    import { runInference } from './engine/pipeline/run-inference.ts';
    let input = '';
    for await (const chunk of process.stdin) input += chunk;
    const { saved, requests } = JSON.parse(input);
    console.log(JSON.stringify(await runInference(parsePipeline(saved), requests)));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    input: JSON.stringify({ saved: serializePipeline(pipeline), requests }),
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual(await runInference(pipeline, requests));
  expect(parsePipeline(serializePipeline(pipeline))).toEqual(pipeline);
});

describe('runInference refuses', () => {
  it.each([
    [
      'a text for a number',
      [{}, { n0: '5' }],
      'wrong-input-type',
      'Row 2 of the request, column "n0": expected a number, found "5".',
    ],
    [
      'a number for a text',
      [{ c0: 3 }],
      'wrong-input-type',
      'Row 1 of the request, column "c0": expected a text, found 3.',
    ],
    [
      'true',
      [{ c0: true }],
      'wrong-input-type',
      'Row 1 of the request, column "c0": expected a text, found true.',
    ],
    [
      'a column it does not know',
      [{}, {}, { N0: 1 }],
      'unknown-input-column',
      'Row 3 of the request has a column "N0" that the service does not know.',
    ],
    [
      'a row that is a list',
      [[1, 2]],
      'input-row-not-object',
      'Row 1 of the request is not an object of columns and values.',
    ],
  ])('%s', async (_, request, code, message) => {
    const { pipeline } = await derive(cleanThenSplit);
    await expect(runInference(pipeline, request as never)).rejects.toMatchObject({ code, message });
  });

  it('a training pipeline', async () => {
    await expect(runInference(cleanThenSplit, [{}])).rejects.toMatchObject({
      code: 'not-an-inference-pipeline',
    });
    expect(() => excludeLabelFromInput(cleanThenSplit)).toThrow(/no Trained Model/);
    expect(() => selectOutputColumns(cleanThenSplit, ['y'])).toThrow(/no Web Service Output/);
  });
});
