import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consumeCode } from '../../../electron/host/consume-code.ts';
import { scoringRequest } from '../../../electron/host/scoring-request.ts';
import { temporaryFolder } from '../../support/cli.ts';

const rows = [
  {
    Property_Area: 'Urban \'n\' "Rural"',
    ApplicantIncome: 5000,
    LoanAmount: null,
    Name: 'Zoë \\ 漢字 $HOME',
  },
];
const request = scoringRequest(rows, 'web-service');
let server: Server;
let uri: string;
let received: { authorization: string | undefined; body: unknown }[] = [];

beforeAll(async () => {
  server = createServer((incoming, reply) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
    incoming.on('end', () => {
      received.push({ authorization: incoming.headers.authorization, body: JSON.parse(text) });
      reply.setHeader('content-type', 'application/json');
      reply.end('{"Results":{"WebServiceOutput0":[{"Scored Labels":"Y"}]}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/online-endpoints/w/e/score`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Runs a program with the key in its environment; `undefined` where it is not installed. */
function run(program: string, ...words: string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: { ...process.env, ENDPOINT_KEY: 'secret' } });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', () => resolve(output));
  });
}

const languages = [
  ['python', 'main.py', 'python3'],
  ['javascript', 'main.mjs', process.execPath],
  ['curl', 'main.sh', 'sh'],
] as const;

it.for(languages)(
  'the %s code sends the request and prints the answer',
  async ([language, file, program], { skip }) => {
    received = [];
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, file), consumeCode({ scoringUri: uri, request })[language]);
    const output = await run(program, path.join(folder, file));
    if (output === undefined || /curl: not found/.test(output)) {
      return skip(`there is no ${language} on this machine`);
    }
    expect(output).toContain('Scored Labels');
    expect(received).toEqual([{ authorization: 'Bearer secret', body: request }]);
  },
);

it.each(['csharp', 'r'] as const)('the %s code holds the address, the request and no key', (language) => {
  const code = consumeCode({ scoringUri: uri, request })[language];
  expect(code).toContain(uri);
  expect(code).toContain('ENDPOINT_KEY');
  expect(code).toContain(JSON.stringify(request, null, 2));
});

it('rows become columns and data where MLflow models want them', () => {
  expect(scoringRequest([{ a: 1 }, { b: 'x', a: null }], 'input_data')).toEqual({
    input_data: {
      columns: ['a', 'b'],
      index: [0, 1],
      data: [
        [1, null],
        [null, 'x'],
      ],
    },
  });
});
