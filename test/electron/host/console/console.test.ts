import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { cellAt, getColumn, type Table } from '../../../../engine/table/table.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { deployEcho } from '../../../support/deployed-endpoint.ts';

const rows = [{ age: 30, area: 'Rural' }];

function csv(text: string): string {
  const file = path.join(temporaryFolder(), 'people.csv');
  writeFileSync(file, text);
  return file;
}

const tableOf = (text: string): Table =>
  readCsv({ name: 'answers.csv', open: () => [Buffer.from(text)] }).table;
const columnOf = (table: Table, name: string): unknown[] =>
  Array.from({ length: table.rowCount }, (_, row) => cellAt(getColumn(table, name), row));

describe('an endpoint of the workspace', () => {
  it('says what each deployment takes and gives', async () => {
    const { call } = await deployEcho('blue', 'green');
    expect(await call('endpoint.describe', { endpoint: 'echo' })).toMatchObject({
      name: 'echo',
      state: 'Succeeded',
      isSandbox: true,
      deployments: [
        {
          name: 'blue',
          traffic: 100,
          model: 'echo:1',
          collectsData: false,
          schemaFrom: 'model',
          schema: {
            columns: [
              { name: 'age', type: 'number', minimum: 18, maximum: 90, example: 40 },
              { name: 'area', type: 'category', levels: ['Rural', 'Urban'], example: 'Urban' },
            ],
            outputs: ['age', 'area'],
          },
        },
        { name: 'green', traffic: 0 },
      ],
    });
    expect((await call('endpoint.list', {})).endpoints).toMatchObject([{ name: 'echo', state: 'Succeeded' }]);
  });

  it('is described by its swagger.json where only its address is known', async () => {
    const { call } = await deployEcho('blue');
    const { scoringUri: url } = await call('endpoint.describe', { endpoint: 'echo' });
    const { primary: key } = await call('endpoint.show-keys', { endpoint: 'echo' });
    await call('endpoint.open-address', { url, key });
    const { deployments } = await call('endpoint.describe', { url });
    expect(deployments).toMatchObject([
      {
        schemaFrom: 'swagger',
        schema: {
          columns: [
            { name: 'age', type: 'number', minimum: 18, maximum: 90, example: 40 },
            { name: 'area', type: 'category', levels: ['Rural', 'Urban'], example: 'Urban' },
          ],
        },
      },
    ]);
  });

  it('takes rows and bodies as they are typed, and remembers the newest 200', async () => {
    const { call } = await deployEcho('blue', 'green');
    const byRows = await call('endpoint.invoke', { endpoint: 'echo', rows, format: 'input_data' });
    expect(byRows).toMatchObject({
      status: 200,
      response: rows,
      isJson: true,
      deployment: 'blue',
      problem: null,
    });
    expect(byRows.firstByteMilliseconds).toBeLessThanOrEqual(byRows.milliseconds);
    expect(byRows.headers['content-type']).toContain('json');
    const body = '{ "input_data": [ {"age": 31} ] }';
    const typed = await call('endpoint.invoke', { endpoint: 'echo', body, deployment: 'green' });
    expect(typed).toMatchObject({ status: 200, response: [{ age: 31, area: null }], deployment: 'green' });
    const broken = await call('endpoint.invoke', { endpoint: 'echo', body: '{' });
    expect(broken).toMatchObject({ status: 424, problem: { code: 'model-refused' }, request: '{' });
    const { entries } = await call('endpoint.history', { endpoint: 'echo' });
    expect(entries.map(({ request }) => request)).toEqual(['{', body, JSON.stringify(byRows.request)]);
    expect(entries[1]).toMatchObject({ asked: 'green', deployment: 'green', status: 200 });
    for (let i = 0; i < 205; i++) await call('endpoint.invoke', { endpoint: 'echo', body: String(i) });
    const kept = (await call('endpoint.history', { endpoint: 'echo' })).entries;
    expect(kept).toHaveLength(200);
    expect([kept[0].request, kept[199].request]).toEqual(['204', '5']);
    await call('endpoint.clear-history', { endpoint: 'echo' });
    expect((await call('endpoint.history', { endpoint: 'echo' })).entries).toEqual([]);
  });

  it('gets new keys, and the old one is worth nothing', async () => {
    const { call } = await deployEcho('blue');
    const before = await call('endpoint.show-keys', { endpoint: 'echo' });
    const masked = await call('endpoint.regenerate-key', { endpoint: 'echo', key: 'primary' });
    const after = await call('endpoint.show-keys', { endpoint: 'echo' });
    expect(after.primary).not.toBe(before.primary);
    expect(after.secondary).toBe(before.secondary);
    expect(masked.primary).toBe(`••••••${after.primary.slice(-3)}`);
    const { scoringUri: url } = await call('endpoint.describe', { endpoint: 'echo' });
    await call('endpoint.open-address', { url, key: before.primary });
    expect((await call('endpoint.invoke', { url, rows })).problem?.code).toBe('key-wrong');
    expect((await call('endpoint.invoke', { endpoint: 'echo', rows })).status).toBe(200);
  });
});

describe('a whole file', () => {
  it('comes back with the answers beside its rows, in their order', async () => {
    const { call } = await deployEcho('blue');
    const lines = Array.from({ length: 450 }, (_, i) => `p${i},${20 + (i % 50)},${i % 2 ? 'Rural' : ''}`);
    const result = await call('endpoint.score-file', {
      endpoint: 'echo',
      file: csv(`name,age,area\n${lines.join('\n')}\n`),
      batchRows: 100,
    });
    expect(result).toMatchObject({
      rows: 450,
      answered: 450,
      requests: 5,
      failures: 0,
      leftOut: ['name'],
      problem: null,
    });
    const answered = tableOf(result.csv);
    expect(answered.rowCount).toBe(450);
    expect(columnOf(answered, 'age')).toEqual(Array.from({ length: 450 }, (_, i) => 20 + (i % 50)));
  });

  it('names the rows that have no answer', async () => {
    const { call } = await deployEcho('blue');
    const file = csv('age,area\n30,Rural\nold,Urban\n31,Rural\n');
    const result = await call('endpoint.score-file', { endpoint: 'echo', file });
    expect(result).toMatchObject({ rows: 3, answered: 2, failures: 1 });
    expect(result.failed).toEqual([{ row: 2, message: '"age" takes a number, not "old".' }]);
    expect(columnOf(tableOf(result.csv), 'Problem')).toEqual([
      null,
      '"age" takes a number, not "old".',
      null,
    ]);
  });

  it('with other columns is refused, or sent with gaps where the learner says so', async () => {
    const { call } = await deployEcho('blue');
    const file = csv('age,city\n30,Bath\n');
    await expect(call('endpoint.score-file', { endpoint: 'echo', file })).rejects.toMatchObject({
      code: 'request-columns-missing',
      message: expect.stringContaining('no column area') as string,
      details: { missing: ['area'], shared: 1 },
    });
    const sent = await call('endpoint.score-file', { endpoint: 'echo', file, missingColumns: 'send-gaps' });
    expect(sent).toMatchObject({ answered: 1, missing: ['area'], leftOut: ['city'] });
    const none = csv('city\nBath\n');
    await expect(
      call('endpoint.score-file', { endpoint: 'echo', file: none, missingColumns: 'send-gaps' }),
    ).rejects.toMatchObject({ details: { shared: 0 } });
  });

  it('ends where the endpoint refuses everybody, and says what was done', async () => {
    const { call } = await deployEcho('blue');
    const { scoringUri: url } = await call('endpoint.describe', { endpoint: 'echo' });
    const result = await call('endpoint.score-file', { url, file: csv('age,area\n30,Rural\n31,Urban\n') });
    expect(result).toMatchObject({ answered: 0, requests: 1, problem: { code: 'key-missing' } });
    expect(columnOf(tableOf(result.csv), 'Problem')).toEqual(['not sent', 'not sent']);
  });
});

it('a file that is cancelled stops between its batches', async () => {
  const { host } = await deployEcho('blue');
  const abort = new AbortController();
  const lines = Array.from({ length: 400 }, (_, i) => `${20 + (i % 50)},Rural`);
  let batches = 0;
  host.subscribe((event) => {
    if (event.type === 'operation.progress' && ++batches === 3) abort.abort();
  });
  const file = csv(`age,area\n${lines.join('\n')}\n`);
  const reply = await host.call(
    'endpoint.score-file',
    { endpoint: 'echo', file, batchRows: 10 },
    abort.signal,
  );
  expect(reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(batches).toBe(3);
});
