import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import { parsePipeline, serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { prepareInference, runInference, type JsonRow } from '../../../engine/pipeline/run-inference.ts';
import {
  cleanThenSplit,
  derive,
  draw,
  drawings,
  label,
  rows,
  splitThenClean,
  withoutLabel,
} from '../../support/inference-drawings.ts';
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

it.each(drawings)('answers many requests at once as it answers each alone: %s', async (_, drawing) => {
  const { pipeline } = await derive(drawing);
  const inference = prepareInference(pipeline);
  const wrong = [{ n0: 'five' }, { nothing: 1 }, { [label]: {} }, 5] as unknown as JsonRow[];
  const row = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...rows.map(withoutLabel)) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
  const requests = fc.array(fc.array(row, { maxLength: 4 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(requests, async (all) => {
      const together = await inference.answerAll(all);
      const alone = await Promise.all(
        all.map((one) => runInference(pipeline, one).catch((error: unknown) => error)),
      );
      const shown = (answers: readonly unknown[]): unknown[] =>
        answers.map((answer) => (answer instanceof EngineError ? answer.message : answer));
      expect(shown(together)).toEqual(shown(alone));
    }),
  );
});

it('takes a cell for a cell whatever its column is called', async () => {
  const names = ['__proto__', 'toString', 'constructor', 'age'];
  const columns = names.map((name) => ({ name, type: 'number', minimum: 0, maximum: 9, example: 5 }));
  const echo = draw({ input: ['web-service-input', { columns }], output: ['web-service-output'] }, [
    ['input.table', 'output.table'],
  ]);
  const given = JSON.parse('[{"__proto__": 1, "toString": 2}, {"constructor": 3}, {}]') as JsonRow[];
  const answered = await runInference(echo, given);
  expect(JSON.stringify(answered)).toBe(
    '[{"__proto__":1,"toString":2,"constructor":null,"age":null},' +
      '{"__proto__":null,"toString":null,"constructor":3,"age":null},' +
      '{"__proto__":null,"toString":null,"constructor":null,"age":null}]',
  );
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
