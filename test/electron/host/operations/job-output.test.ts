import { describe, expect, it } from 'vitest';
import { trainedModelSchema } from '../../../../engine/components/artifacts.ts';
import type { CsvOptions } from '../../../../engine/table/csv/csv-options.ts';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { columnNames, type Table } from '../../../../engine/table/table.ts';
import { openSession, type TestSession } from '../../../support/session.ts';

const pack = 'loan-approval';

interface Played extends TestSession {
  readonly names: Readonly<Record<string, string>>;
}

/** A session whose learner has come to the end of the step "run". */
async function afterRun(): Promise<Played> {
  const session = await openSession();
  const { names } = await session.call('lesson.open', { pack });
  await session.call('step.show', { pack, step: 'run' });
  return { ...session, names };
}

function read(bytes: Uint8Array, options: CsvOptions = {}): Table {
  return readCsv({ name: 'data.csv', open: () => [bytes] }, options).table;
}

/** Submits a drawing of the lesson's, once it was changed. */
async function submitChanged(
  { call, names }: Played,
  change: (settings: Record<string, unknown>, id: string) => void,
  until?: string,
): Promise<void> {
  const { graph } = await call('pipeline.read', { pipeline: names.training });
  for (const node of graph!.nodes) change(node.settings, node.id);
  await call('pipeline.save', { pipeline: 'mine', graph });
  await call('job.submit', {
    pipeline: 'mine',
    data: { loans: names.loans },
    experiment: 'mine',
    compute: names.cluster,
    ...(until !== undefined && { until }),
  });
}

describe('what the designer reads of the workspace', () => {
  it('data assets with their files, and the outputs of a job by their components', async () => {
    const played = await afterRun();
    const { call, names } = played;
    const { assets } = await call('data.list', {});
    expect(assets).toEqual([{ name: names.loans, version: '1' }]);
    const file = await call('data.read', { name: names.loans });
    expect(file).toMatchObject({ version: '1', dropColumns: ['Loan_ID', 'Gender'], textColumns: [] });
    expect(read(Buffer.from(file.bytes, 'base64'), file.options as CsvOptions).rowCount).toBe(614);
    await expect(call('data.read', { name: 'nothing' })).rejects.toMatchObject({ code: 'not-in-workspace' });

    const output = (node: string, port: string): ReturnType<typeof call<'job.output'>> =>
      call('job.output', { pipeline: names.training, node, port });
    const model = await output('train', 'model');
    expect(model.type).toBe('model');
    expect(trainedModelSchema.parse(JSON.parse(model.text)).model.label).toBe('Loan_Status');
    const scored = await output('score', 'scored');
    expect(scored.type).toBe('scored-table');
    expect(columnNames(read(Buffer.from(scored.text)))).toContain('Scored Probabilities');
    // The rows that came in are not written again: they are the data asset's.
    expect(columnNames(read(Buffer.from((await output('dataset', 'table')).text)))).not.toContain('Loan_ID');
    await expect(output('trian', 'model')).rejects.toMatchObject({ code: 'node-not-found' });
    await expect(output('train', 'table')).rejects.toMatchObject({ code: 'no-result' });

    // A job that fails has the outputs of what completed.
    await submitChanged(played, (settings, id) => {
      if (id === 'train') settings.label = 'Loan_Staus';
    });
    await expect(call('job.wait', { pipeline: 'mine' })).rejects.toMatchObject({ code: 'job-not-completed' });
    const failed = await call('job.read', { pipeline: 'mine' });
    expect(failed.error).toContain('Loan_Staus');
    const split = await call('job.output', { pipeline: 'mine', node: 'split', port: 'first' });
    expect(read(Buffer.from(split.text)).rowCount).toBeGreaterThan(400);
    await expect(
      call('job.output', { pipeline: 'mine', node: 'train', port: 'model' }),
    ).rejects.toMatchObject({ code: 'no-job-output' });

    // A job to here is what the component needs, and no more.
    await submitChanged(played, () => undefined, 'clean');
    await call('job.wait', { pipeline: 'mine' });
    const part = await call('job.read', { pipeline: 'mine' });
    expect(part.steps.map(({ name }) => name).sort()).toEqual(['clean', 'select']);
  }, 180_000);
});
